// Domain: a kind, expected "no", with what to do instead. Thrown anywhere in a command, caught in dispatch alone.
import type { Choice } from "./choice.ts";

/** `words` is what the person reads: what happened, and what to do instead. Never holds a secret. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly words: string;
  constructor(words: string) {
    super("refused");
    this.words = words;
  }
}

/** An argument that can only be settled by asking again; nothing typed is lost. */
export class Doubt extends Error {
  override readonly name = "Doubt";
  readonly arg: string;
  readonly words: string;
  readonly choices: readonly Choice[];
  constructor(arg: string, words: string, choices: readonly Choice[] = []) {
    super("in doubt");
    this.arg = arg;
    this.words = words;
    this.choices = choices;
  }
}
