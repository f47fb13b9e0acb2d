// Telegram: links that open the bot with something in hand: t.me/<bot>?start=<kind>_<value>.
import type { Bot } from "./parts.ts";

/**
 * d: a question to go on with in private; i: an invitation; c: a party's card; r: the same, with reminders on from now; g, m, n: going,
 * maybe, no; o: a command by its name.
 */
export type LinkKind = "d" | "i" | "c" | "r" | "g" | "m" | "n" | "o";

export type DeepLink = { kind: LinkKind; value: string };

export const deepLink = ({ me }: Pick<Bot, "me">, kind: LinkKind, value: string): string =>
  `https://t.me/${me.username}?start=${kind}_${value}`;

/** What a /start brings along; undefined when it is nothing of ours. */
export const readPayload = (payload: string): DeepLink | undefined => {
  const [, kind, value] = /^([dicrgmno])_([A-Za-z0-9_-]{1,62})$/.exec(payload) ?? [];
  return kind === undefined || value === undefined ? undefined : { kind: kind as LinkKind, value };
};

/** What a link may start: reading, and things that change nobody's party. */
export const OPENED_BY_LINK: readonly string[] = ["settings", "nearby", "parties", "create", "help"];

/** Answers by link, as typed. */
export const ANSWER_BY_LINK: Partial<Record<LinkKind, string>> = { g: "going", m: "maybe", n: "no" };
