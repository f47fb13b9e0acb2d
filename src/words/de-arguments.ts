// Words: what each argument of a command is, in German, by command and argument.
import type { argumentWords as english } from "./en-arguments.ts";

export const argumentWords: typeof english = {};
