// The loopback Bot API: a text with its marks, from what a caller or a person gives: parsed, trimmed, counted.
import { type Marked, parseHtml } from "./html.ts";
import { readObject } from "./params.ts";
import { bad, stricter } from "./refused.ts";
import type { Entity } from "./state.ts";

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** `limit` in characters after parsing. `tooLong` as the method says it. */
export const readText = (
  given: string,
  opts: {
    parseMode?: string | undefined;
    entities?: unknown[] | undefined;
    limit: number;
    tooLong: string;
    mayBeEmpty?: boolean;
  },
): Marked => {
  if (LONE_SURROGATE.test(given)) throw bad("strings must be encoded in UTF-8");
  const marked =
    opts.parseMode === undefined
      ? { text: given, entities: (opts.entities ?? []).map(entity(given)) }
      : parse(given, opts);
  const read = trimmed({ ...marked, text: marked.text.replaceAll("\r", "") });
  if (read.text === "" && !opts.mayBeEmpty) throw bad("message text is empty");
  if ([...read.text].length > opts.limit) throw bad(opts.tooLong);
  return withFound(read);
};

const parse = (given: string, opts: { parseMode?: string | undefined; entities?: unknown[] | undefined }): Marked => {
  if (opts.entities) throw stricter("parse_mode and entities together");
  if (opts.parseMode?.toLowerCase() !== "html") throw bad("unsupported parse_mode");
  return parseHtml(given);
};

const entity =
  (given: string) =>
  (value: unknown): Entity => {
    const fields =
      "type!:string offset!:int length!:int url:string user:object language:string custom_emoji_id:string unix_time:int date_time_format:string";
    const read = readObject("MessageEntity", fields, value) as Entity;
    if (read.offset < 0 || read.length <= 0 || read.offset + read.length > given.length)
      throw bad("can't parse MessageEntity");
    return read;
  };

/** Blanks at both ends go, and the marks move with them. */
const trimmed = ({ text, entities }: Marked): Marked => {
  const lead = text.length - text.trimStart().length;
  const clean = text.trim();
  const moved = entities.flatMap((one) => {
    const start = Math.max(0, one.offset - lead);
    const end = Math.min(clean.length, one.offset + one.length - lead);
    return end > start ? [{ ...one, offset: start, length: end - start }] : [];
  });
  return { text: clean, entities: moved };
};

const FOUND: readonly [string, RegExp][] = [
  ["url", /https?:\/\/[^\s<>"]+[^\s<>".,:;!?)]/g],
  ["email", /(?<![\w.])[\w.+-]+@[\w-]+\.[a-z]{2,}/g],
  ["mention", /(?<![\w@/])@[A-Za-z]\w{3,31}\b/g],
  ["bot_command", /(?<![\w/<>])\/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/g],
];

/** What the server marks by itself: commands, mentions, addresses. */
export const withFound = ({ text, entities }: Marked): Marked => {
  const taken = entities.filter(({ type }) => ["code", "pre", "text_link", "text_mention", "date_time"].includes(type));
  const all = [...entities];
  for (const [type, pattern] of FOUND)
    for (const match of text.matchAll(pattern)) {
      const found: Entity = { type, offset: match.index, length: match[0].length };
      if (
        [...taken, ...all.filter((one) => FOUND.some(([kind]) => kind === one.type))].some((other) =>
          overlaps(found, other),
        )
      )
        continue;
      all.push(found);
    }
  return { text, entities: all.sort((a, b) => a.offset - b.offset || b.length - a.length) };
};

const overlaps = (a: Entity, b: Entity): boolean => a.offset < b.offset + b.length && b.offset < a.offset + a.length;

export const textBody = ({ text, entities }: Marked): { text: string; entities?: Entity[] } => ({
  text,
  ...(entities.length > 0 && { entities }),
});
