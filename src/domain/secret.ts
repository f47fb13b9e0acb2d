// Domain: a value that must not be printed by accident: addresses and exact points.
import { inspect } from "node:util";

/** Holds a value that no log, template, JSON or error shows. Only `disclosure` and the keyring call `reveal`. */
export class Secret<T> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  reveal(): T {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [inspect.custom](): string {
    return "[secret]";
  }
}
