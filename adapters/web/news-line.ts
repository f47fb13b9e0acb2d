// Web: a message of the bot as one piece of news on a party's page.
import type { WireInline, WireMessage, WireNews, WireView } from "./wire.ts";

/** Its title, what it says, and its times, old and new. A place is left out: the page shows it to whoever may read it now. */
export const newsLine = (
  { title, body = [], fields = [] }: WireView,
  { messageId, at }: Pick<WireMessage, "messageId" | "at">,
): WireNews => {
  const times = fields.filter(({ value }) => value.some((piece) => typeof piece !== "string" && "at" in piece));
  const lines = [wordsOf(body), ...times.map(({ label, value }) => `${label}: ${wordsOf(value)}`)];
  const text = lines.filter((line) => line !== "").join(" ");
  return { id: messageId, at, title, ...(text !== "" && { text }) };
};

const wordsOf = (pieces: readonly WireInline[]): string => pieces.map(inWords).join("").trim();

const inWords = (piece: WireInline): string => {
  if (typeof piece === "string") return piece;
  if ("bold" in piece) return piece.bold;
  return "who" in piece ? piece.who : piece.text;
};
