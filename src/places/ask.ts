// Places: one question to a server over HTTP: briefly, without following it elsewhere, and never more of an answer than was wanted.

const LARGEST = 1_000_000;

/** What failed, in a word that holds neither the question nor its address. */
export class AskFault extends Error {
  override readonly name = "AskFault";
  /** The server is well, and makes nothing of this question. */
  readonly refused: boolean;
  constructor(what: string, refused = false) {
    super(what);
    this.refused = refused;
  }
}

/** What a server says of a question rather than of itself, of who asks, or of how often. */
const REFUSALS = [400, 404, 405, 413, 414, 422];

/** The JSON at `url`. Rejects with an `AskFault`. `unless`: aborted when nobody waits for it any more. */
export const askJson = async (url: URL, timeoutMs: number, unless?: AbortSignal): Promise<unknown> => {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = unless ? AbortSignal.any([timeout, unless]) : timeout;
  try {
    const answer = await fetch(url, {
      signal,
      redirect: "error",
      headers: { accept: "application/json", "user-agent": "party-with-me (self-hosted)" },
    });
    if (!answer.ok) throw new AskFault(`HTTP ${answer.status}`, REFUSALS.includes(answer.status));
    return JSON.parse(await textOf(answer)) as unknown;
  } catch (error) {
    throw error instanceof AskFault ? error : new AskFault(wordOf(error, signal));
  }
};

const textOf = async (answer: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > LARGEST) throw new AskFault("an answer that is too long");
  }
  return text + decoder.decode();
};

const wordOf = (error: unknown, signal: AbortSignal): string => {
  if (signal.aborted) return "no answer in time";
  return error instanceof SyntaxError ? "an answer of another shape" : "unreachable";
};
