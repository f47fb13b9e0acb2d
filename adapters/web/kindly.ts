// Web: a kind no over HTTP: words for a person, with the status to answer.
import { HTTPException } from "hono/http-exception";

type Status = 400 | 401 | 403 | 404 | 410 | 413 | 429;

export class Kindly extends HTTPException {
  readonly words: string;
  /** Seconds after which trying again makes sense. */
  readonly waitS: number | undefined;
  constructor(status: Status, words: string, waitS?: number) {
    super(status, { message: "refused" });
    this.words = words;
    this.waitS = waitS;
  }
}

/** Ends the request with these words. */
export const fail = (status: Status, words: string): never => {
  throw new Kindly(status, words);
};

/** Ends the request when it comes too soon. */
export const notTooFast = (waitS: number): void => {
  if (waitS > 0) throw new Kindly(429, "That was quick! Give it a moment, then try again.", waitS);
};
