// Page: requests to the server, and what can go wrong with them in words that say what to do.

export type Trouble = {
  kind: "offline" | "slow" | "stranger" | "refused" | "broken";
  words: string;
  /** When trying again makes sense, in ms. */
  retryMs?: number;
};
export type Answered<T> = { ok: T } | { trouble: Trouble };

const DEADLINE = 15_000;

/** Sends JSON when there is a body, and reads JSON. Never rejects. */
export const call = async <T>(
  path: string,
  opts: { body?: unknown; bearer?: string | undefined } = {},
): Promise<Answered<T>> => {
  try {
    const response = await fetch(path, {
      method: opts.body === undefined ? "GET" : "POST",
      headers: {
        accept: "application/json",
        ...(opts.body !== undefined && { "content-type": "application/json" }),
        ...(opts.bearer !== undefined && { authorization: `Bearer ${opts.bearer}` }),
      },
      ...(opts.body !== undefined && { body: JSON.stringify(opts.body) }),
      credentials: "same-origin",
      signal: AbortSignal.timeout(DEADLINE),
    });
    return response.ok ? { ok: (await readJson(response)) as T } : { trouble: await troubleOf(response) };
  } catch {
    return {
      trouble: { kind: "offline", words: "We can't reach the party server. Check your connection, then try again." },
    };
  }
};

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return {};
  }
};

const troubleOf = async (response: Response): Promise<Trouble> => {
  const said = wordsIn(await readJson(response));
  const { status } = response;
  if (status === 401)
    return { kind: "stranger", words: said ?? "We don't know this tab any more. Tell us your name again." };
  if (status === 429)
    return {
      kind: "slow",
      words: said ?? "That was quick! Give it a moment, then try again.",
      retryMs: waitOf(response),
    };
  if (status === 413) return { kind: "refused", words: said ?? "That is too long. Shorten it a little." };
  if (status >= 500)
    return { kind: "broken", words: said ?? "Something went wrong on our side. Your words are still here: try again." };
  return { kind: "refused", words: said ?? "That did not work. Try it another way." };
};

const waitOf = (response: Response): number => {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1_000 : 3_000;
};

const wordsIn = (body: unknown): string | undefined => {
  if (typeof body !== "object" || body === null) return undefined;
  for (const key of ["words", "error", "message", "notice"]) {
    const value = (body as Record<string, unknown>)[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
};
