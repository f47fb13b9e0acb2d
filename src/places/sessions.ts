// Places: who is writing which answer now, as a random token that ends with the answer, and which offered place they chose.
import { createHash, randomUUID } from "node:crypto";
import type { Instant } from "../domain/time.ts";

export type Session = {
  token: string;
  /** Aborted when the same person types on: the answer would come too late to be of use. */
  signal: AbortSignal;
  /** Notes that `text` was offered for the place of this id. */
  offer(text: string, placeId: string): void;
};

export type Sessions = {
  /** The session goes on, or begins. */
  typing(session: string): Session;
  /** The place of which `text` is the offer; whatever the text is, the session ends. */
  end(session: string, text: string): { placeId: string; token: string } | undefined;
  count(): number;
};

/** ms */
const LIFE = 3 * 60_000;
const MOST = 5_000;
const MOST_OFFERS = 100;

type Kept = { token: string; until: Instant; offers: Map<string, string>; typing: AbortController };

/** Keeps ids of places, as Google's terms allow, and of what was offered or typed no more than a digest, for three minutes. */
export const createSessions = (now: () => Instant): Sessions => {
  const all = new Map<string, Kept>();
  /** In order of age: the oldest first. */
  const tidy = (): void => {
    for (const [key, { until }] of all) {
      if (until > now() && all.size <= MOST) return;
      all.delete(key);
    }
  };
  return {
    typing: (session) => {
      tidy();
      const kept = all.get(session) ?? begun(now() + LIFE);
      all.set(session, kept);
      kept.typing.abort();
      kept.typing = new AbortController();
      const { token, offers, typing } = kept;
      return {
        token,
        signal: typing.signal,
        offer: (text, placeId) => {
          if (offers.size < MOST_OFFERS) offers.set(digest(token, text), placeId);
        },
      };
    },
    end: (session, text) => {
      tidy();
      const kept = all.get(session);
      all.delete(session);
      kept?.typing.abort();
      const placeId = kept?.offers.get(digest(kept.token, text));
      return kept && placeId !== undefined ? { placeId, token: kept.token } : undefined;
    },
    count: () => all.size,
  };
};

const begun = (until: Instant): Kept => ({
  token: randomUUID(),
  until,
  offers: new Map(),
  typing: new AbortController(),
});

const digest = (token: string, text: string): string =>
  createHash("sha256").update(`${token}\n${text.trim()}`).digest("base64");
