// The loopback Discord: how often a bot may ask: buckets by route, fifty requests a second in all, and a ban for those who do not listen.
import type { Found } from "./router.ts";

const ALL = { most: 50, ms: 1_000 };
const REFUSALS = { most: 10_000, ms: 10 * 60_000 };

export type Headers = Record<string, string>;
/** `headers` go with the answer; with `wait` (seconds) the answer is 429. */
export type Verdict = { headers: Headers; wait?: number; global?: boolean };

type Window = { opened: number; used: number };

export type Limits = ReturnType<typeof createLimits>;

/** Waits are real ones, so this reads the real clock: `clock` in ms, beside the epoch ms at which it was 0. */
export const createLimits = (
  on: boolean,
  clock: () => number = () => performance.now(),
  origin = performance.timeOrigin,
) => {
  let active = on;
  const windows = new Map<string, Window>();
  const refusals: number[] = [];

  const windowOf = (key: string, { ms }: typeof ALL): Window => {
    const known = windows.get(key);
    if (known && clock() - known.opened < ms) return known;
    const fresh = { opened: clock(), used: 0 };
    windows.set(key, fresh);
    return fresh;
  };
  return {
    turn: (to: boolean): void => {
      active = to;
      windows.clear();
    },
    /** Counts a request. What is refused is not counted. */
    count: ({ route, ids }: Found): Verdict => {
      const most = route.bucket ?? ALL;
      const name = `${route.method} ${route.path}`;
      const key = `${name} ${ids.slice(0, route.path.startsWith("/webhooks") ? 2 : 1).join("/")}`;
      const all = windowOf("*", ALL);
      if (active && !route.free && all.used >= ALL.most) return everywhere((all.opened + ALL.ms - clock()) / 1_000);
      const own = windowOf(key, most);
      const after = (own.opened + most.ms - clock()) / 1_000;
      const full = active && own.used >= most.most;
      if (!full) own.used += 1;
      if (!full && !route.free) all.used += 1;
      const left = active ? most.most - own.used : most.most - 1;
      const headers = bucketHeaders(hashOf(name), most.most, left, after, (origin + clock()) / 1_000 + after);
      return full ? { headers: { ...headers, "x-ratelimit-scope": "user" }, wait: after } : { headers };
    },
    /** A 401, 403 or 429 was answered. */
    refusal: (): void => void refusals.push(clock()),
    /** Seconds for which nothing is answered any more; 0 for a bot that behaves. */
    banned: (): number => {
      while (refusals[0] !== undefined && refusals[0] <= clock() - REFUSALS.ms) refusals.shift();
      const first = refusals.at(-REFUSALS.most);
      return refusals.length < REFUSALS.most || first === undefined ? 0 : (first + REFUSALS.ms - clock()) / 1_000;
    },
  };
};

const everywhere = (wait: number): Verdict => ({
  headers: { "x-ratelimit-global": "true", "x-ratelimit-scope": "global" },
  wait,
  global: true,
});

const bucketHeaders = (hash: string, limit: number, remaining: number, after: number, reset: number): Headers => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset": reset.toFixed(3),
  "x-ratelimit-reset-after": after.toFixed(3),
  "x-ratelimit-bucket": hash,
});

/** Any name will do that is the same for the same route; this is FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. */
const hashOf = (name: string): string => {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(32, "0");
};
