// Discord: times, as each reader's own app shows them, with the party's own hour beneath.
import type { Inline } from "../../src/core.ts";
import { formatEnd, formatWhen } from "../../src/core.ts";
import type { Run } from "./markdown.ts";

export type Time = Extract<Inline, { at: number }>;

const SECOND = 1_000;
const DAY = 86_400_000;

/** In full; an end beside its start is the hour alone within a day. */
export const timeOf = ({ at, after }: Time): string => {
  if (after === undefined) return stamp(at, "F");
  return stamp(at, at - after < DAY ? "t" : "f");
};

/**
 * A line under a value that begins with a time: how long until, and the party's own hour with its zone in words, since the time above is
 * the reader's own and says nothing of it to somebody elsewhere.
 */
export const beneath = (value: readonly Inline[], locale: string | undefined): Run[] => {
  const [first] = value;
  if (typeof first !== "object" || !("at" in first) || first.after !== undefined) return [];
  const { at, timeZone } = first;
  const zone = /\([^()]*\)$/.exec(formatWhen(at, timeZone, locale))?.[0] ?? timeZone;
  return [{ markup: `\n${stamp(at, "R")}` }, { text: ` · ${formatEnd(at, at, timeZone, locale)} ${zone}` }];
};

const stamp = (at: number, style: "F" | "R" | "t" | "f"): string => `<t:${Math.floor(at / SECOND)}:${style}>`;
