// Domain: how people's times are read. A question instead of a guess, always.
export type { WhenAnswer, WhenChoice, WhenContext, WhenDoubt } from "./when-answer.ts";
export { formatEnd, formatIn, formatShort, formatWhen, writeWhen } from "./when-format.ts";
export { loadSecond as prepareWhen } from "./when-second.ts";
export { suggestWhen } from "./when-suggest.ts";
export type { UntilAnswer, UntilContext } from "./when-until.ts";
export { readUntil } from "./when-until.ts";
export { readWhen } from "./when-read.ts";
