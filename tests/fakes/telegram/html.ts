// The loopback Bot API: parse_mode HTML, as strict as its documentation: only its tags, attributes and four named entities.
import { bad, stricter } from "./refused.ts";
import type { Entity } from "./state.ts";
import { linkFault } from "./links.ts";

export type Marked = { text: string; entities: Entity[] };

type Open = { tag: string; type: string; start: number; more: Record<string, unknown> };

const SIMPLE: Record<string, string> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  code: "code",
  pre: "pre",
};
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** Text with its marks, offsets and lengths in UTF-16 units. Throws "can't parse entities" with the byte offset. */
export const parseHtml = (html: string): Marked => {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = "";
  let at = 0;
  while (at < html.length) {
    const next = html[at] ?? "";
    if (next === "<") {
      const tag = tagAt(html, at);
      at += tag.length;
      if (tag.closes) close(open, entities, tag, text.length);
      else open.push(opened(tag, text.length, open));
    } else if (next === "&") {
      const [whole, meant] = characterAt(html, at);
      text += meant;
      at += whole.length;
    } else if (next === ">") throw parseFault(`unescaped ">" at byte offset ${bytesTo(html, at)}`, true);
    else {
      text += next;
      at += 1;
    }
  }
  const left = open.at(-1);
  if (left) throw parseFault(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
};

const bytesTo = (html: string, at: number): number => Buffer.byteLength(html.slice(0, at));
const parseFault = (why: string, ours = false): Error => bad(`can't parse entities: ${ours ? "fake: " : ""}${why}`);

type Tag = { name: string; attributes: Map<string, string>; closes: boolean; length: number; offset: number };

const tagAt = (html: string, at: number): Tag => {
  const offset = bytesTo(html, at);
  const found =
    /^<(\/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[A-Za-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?)*)\s*>/.exec(
      html.slice(at),
    );
  if (!found) {
    const name = /^<\/?([^\s>]*)/.exec(html.slice(at))?.[1] ?? "";
    throw parseFault(
      html.indexOf(">", at) < 0
        ? `Unclosed start tag at byte offset ${offset}`
        : `Unsupported start tag "${name}" at byte offset ${offset}`,
    );
  }
  const [whole, slash = "", name = "", rest = ""] = found;
  const attributes = new Map<string, string>();
  for (const [, key = "", value = ""] of rest.matchAll(/([A-Za-z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?/g))
    attributes.set(key.toLowerCase(), unescaped(value.replace(/^["']|["']$/g, "")));
  return { name: name.toLowerCase(), attributes, closes: slash !== "", length: whole.length, offset };
};

const close = (open: Open[], entities: Entity[], tag: Tag, end: number): void => {
  const last = open.pop();
  if (!last) throw parseFault(`Unexpected end tag at byte offset ${tag.offset}`);
  if (last.tag !== tag.name)
    throw parseFault(
      `Unmatched end tag at byte offset ${tag.offset}, expected "</${last.tag}>", found "</${tag.name}>"`,
    );
  // A link without an address, and code inside pre, are no entities of their own.
  if (end > last.start && last.type !== "")
    entities.push({ type: last.type, offset: last.start, length: end - last.start, ...last.more });
};

const opened = (tag: Tag, start: number, open: Open[]): Open => {
  const inside = open.find((outer) => outer.type === "code" || outer.type === "pre");
  const codeInPre = inside?.type === "pre" && tag.name === "code" && open.at(-1) === inside;
  if (inside && !codeInPre) throw parseFault(`<${tag.name}> inside <${inside.tag}> at byte offset ${tag.offset}`, true);
  const [type, more] = meaning(tag, open);
  if (codeInPre) {
    if (more["language"] !== undefined) inside.more["language"] = more["language"];
    return { tag: tag.name, type: "", start, more: {} };
  }
  return { tag: tag.name, type, start, more: tag.name === "code" ? {} : more };
};

const meaning = (tag: Tag, open: Open[]): [string, Record<string, unknown>] => {
  const take = (name: string): string | undefined => {
    const value = tag.attributes.get(name);
    tag.attributes.delete(name);
    return value;
  };
  const read = spoken(tag, take, open);
  const [unknown] = tag.attributes.keys();
  if (unknown !== undefined)
    throw parseFault(`attribute ${unknown} of <${tag.name}> at byte offset ${tag.offset}`, true);
  return read;
};

const spoken = (
  tag: Tag,
  take: (name: string) => string | undefined,
  open: Open[],
): [string, Record<string, unknown>] => {
  const where = `at byte offset ${tag.offset}`;
  const simple = SIMPLE[tag.name];
  if (tag.name === "code") {
    const language = /^language-(.+)$/.exec(take("class") ?? "")?.[1];
    return ["code", language === undefined ? {} : { language }];
  }
  if (simple !== undefined) return [simple, {}];
  if (tag.name === "span") {
    if (take("class") === "tg-spoiler") return ["spoiler", {}];
    throw parseFault(`Tag "span" must have class "tg-spoiler" ${where}`);
  }
  if (tag.name === "blockquote") {
    if (open.some((outer) => outer.tag === "blockquote"))
      throw parseFault(`blockquote inside blockquote ${where}`, true);
    return [take("expandable") === undefined ? "blockquote" : "expandable_blockquote", {}];
  }
  if (tag.name === "a") return link(take("href") ?? "", where);
  if (tag.name === "tg-emoji") {
    const custom_emoji_id = take("emoji-id") ?? "";
    if (!/^\d+$/.test(custom_emoji_id)) throw parseFault("Invalid custom emoji identifier specified");
    return ["custom_emoji", { custom_emoji_id }];
  }
  if (tag.name === "tg-time") return moment(take("unix") ?? "", take("format"), where);
  throw parseFault(`Unsupported start tag "${tag.name}" ${where}`);
};

/** The real server leaves out a link it cannot read, without a word: that is refused here. */
const link = (url: string, where: string): [string, Record<string, unknown>] => {
  const user = /^tg:\/\/user\?id=(\d+)$/.exec(url);
  if (user) return ["text_mention", { user: { id: Number(user[1]) } }];
  const fault = linkFault(url);
  if (fault !== undefined) throw parseFault(`link that would be left out: ${fault} ${where}`, true);
  return ["text_link", { url }];
};

const moment = (unix: string, format: string | undefined, where: string): [string, Record<string, unknown>] => {
  if (!/^\d{1,10}$/.test(unix)) throw parseFault(`<tg-time> without a Unix time ${where}`, true);
  if (format !== undefined && !/^(?:r|w?[dD]?[tT]?)$/.test(format))
    throw parseFault(`<tg-time> format "${format}" ${where}`, true);
  return ["date_time", { unix_time: Number(unix), ...(format !== undefined && { date_time_format: format }) }];
};

const CHARACTER = /^&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));/;

const characterAt = (html: string, at: number): [string, string] => {
  const found = CHARACTER.exec(html.slice(at, at + 12));
  if (!found) throw parseFault(`"&" that opens no supported entity at byte offset ${bytesTo(html, at)}`, true);
  const [whole, decimal, hex, name] = found;
  if (name !== undefined) return [whole, NAMED[name] ?? ""];
  const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  if (point === 0 || point > 0x10ffff) throw stricter(`character ${whole}`);
  return [whole, String.fromCodePoint(point)];
};

const unescaped = (value: string): string => {
  let read = "";
  for (let at = 0; at < value.length; ) {
    const [whole, meant] = value[at] === "&" ? characterAt(value, at) : [value[at] ?? "", value[at] ?? ""];
    read += meant;
    at += whole.length;
  }
  return read;
};
