// Chat: the plain kinds of argument, each with its one reader. A reader answers with a value, or with words that say what to do.
import type { Mention } from "../domain/chat.ts";
import { cleanLine, cleanLines, lengthOf } from "../domain/text.ts";
import type { Arg, ArgInfo } from "./command.ts";
import { readMentions } from "./press.ts";
import { readChatRef } from "./refs.ts";

type Spec<R extends boolean> = Pick<ArgInfo, "name" | "about" | "on" | "hidden"> & { required?: R; secret?: boolean };

/** What every kind shares, from the few things a command says of an argument. */
export const info = <R extends boolean>(
  spec: Spec<R>,
  kind: ArgInfo["kind"],
  schema: ArgInfo["schema"],
): ArgInfo<R> => ({
  name: spec.name,
  about: spec.about,
  kind,
  schema,
  required: (spec.required ?? false) as R,
  secret: spec.secret ?? false,
  ...(spec.hidden && { hidden: spec.hidden }),
  ...(spec.on && { on: spec.on }),
});

/** Text of 1 to `max` characters; one line unless `lines`. */
export const text = <R extends boolean = false>(
  spec: Spec<R> & { max: number; lines?: boolean; kind?: ArgInfo["kind"] },
): Arg<string, NoInfer<R>> => ({
  ...info(spec, spec.kind ?? "long", "text"),
  ...(spec.lines && { lines: true as const }),
  read: async (raw, { words }) => {
    const clean = spec.lines ? cleanLines(raw) : cleanLine(raw);
    if (clean === "") return { trouble: { words: words.trouble.empty } };
    const length = lengthOf(clean);
    return length > spec.max ? { trouble: { words: words.trouble.tooLong(spec.max, length) } } : { ok: clean };
  },
});

const WHOLE = /^[+-]?\d{1,12}$/;
const NONE = /^(none|no|off|unlimited|∞|-|kein|keine|ohne)$/i;

/** A whole number from `min` to `max`. With `none`, words like "none" mean no limit. */
export const integer = <R extends boolean = false>(
  spec: Spec<R> & { min: number; max: number; none?: boolean },
): Arg<number | "none", NoInfer<R>> => ({
  ...info(spec, "short", "integer"),
  range: { min: spec.min, max: spec.max, ...(spec.none && { none: true as const }) },
  fits: (word) => WHOLE.test(word) || (spec.none === true && NONE.test(word)),
  read: async (raw, { words }) => {
    const clean = cleanLine(raw);
    if (spec.none && NONE.test(clean)) return { ok: "none" };
    const value = WHOLE.test(clean) ? Number(clean) : Number.NaN;
    if (value >= spec.min && value <= spec.max) return { ok: value };
    const say = spec.none ? words.trouble.integerOrNone : words.trouble.integer;
    return { trouble: { words: say(spec.min, spec.max) } };
  },
});

/** A number to set ("2"), or to add to what was ("+1", "-1"). */
export type Amount = { set: number } | { add: number };

export const amount = <R extends boolean = false>(spec: Spec<R> & { max: number }): Arg<Amount, NoInfer<R>> => ({
  ...info(spec, "short", "integer"),
  range: { min: 0, max: spec.max },
  fits: (word) => WHOLE.test(word),
  read: async (raw, { words }) => {
    const clean = cleanLine(raw);
    const value = WHOLE.test(clean) ? Number(clean) : Number.NaN;
    if (Number.isNaN(value) || Math.abs(value) > spec.max)
      return { trouble: { words: words.trouble.integer(0, spec.max) } };
    return { ok: /^[+-]/.test(clean) ? { add: value } : { set: value } };
  },
});

/** One of the named values; each may be written in other ways too. */
export const choice = <V extends string, R extends boolean = false>(
  spec: Spec<R> & { values: Record<V, readonly string[]> },
): Arg<V, NoInfer<R>> => {
  const values = Object.keys(spec.values) as V[];
  const meant = (word: string): V | undefined => {
    const wanted = cleanLine(word).toLowerCase().replace(/[’`]/g, "'");
    return values.find((value) => value === wanted || spec.values[value].includes(wanted));
  };
  return {
    ...info(spec, "short", "choice"),
    choices: values,
    fits: (word) => meant(word) !== undefined,
    read: async (raw, { words }) => {
      const value = meant(raw);
      if (value !== undefined) return { ok: value };
      return {
        trouble: {
          words: words.trouble.choice(values.join(", ")),
          choices: values.map((v) => ({ label: v, value: v })),
        },
      };
    },
    suggest: async (typed) =>
      values.filter((v) => v.startsWith(typed.toLowerCase())).map((v) => ({ label: v, value: v })),
  };
};

export type ChatRef = NonNullable<ReturnType<typeof readChatRef>>;

/** A group chat on the reader's platform, as the adapter writes it; words like "none" mean no chat. */
export const chatRef = <R extends boolean = false>(spec: Spec<R>): Arg<ChatRef | "none", NoInfer<R>> => ({
  ...info(spec, "short", "chat"),
  fits: (word) => readChatRef(word) !== undefined,
  read: async (raw, { chat, words }) => {
    if (NONE.test(cleanLine(raw))) return { ok: "none" };
    const ref = readChatRef(raw);
    if (ref && ref.platform === chat?.ref.platform) return { ok: ref };
    return { trouble: { words: words.servers.whichChannel } };
  },
});

const PEOPLE_MAX = 25;

/** People mentioned with @, one or several. */
export const people = <R extends boolean = false>(spec: Spec<R>): Arg<Mention[], NoInfer<R>> => ({
  ...info(spec, "long", "people"),
  read: async (raw, { words }) => {
    const { mentions, rest } = readMentions(raw);
    const unknown = cleanLine(rest.replace(/^(and|und)$/i, ""));
    if (unknown !== "") return { trouble: { words: words.trouble.people([...unknown].slice(0, 40).join("")) } };
    if (mentions.length === 0) return { trouble: { words: words.trouble.noPeople } };
    if (mentions.length > PEOPLE_MAX) return { trouble: { words: words.trouble.tooManyPeople(PEOPLE_MAX) } };
    return { ok: mentions };
  },
});
