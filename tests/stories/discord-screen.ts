// Stories: what a person reads of a message in Discord's app: markdown shown, mentions as names, times in their own zone and language.
import type { FakeDiscord, Seen } from "../fakes/discord/index.ts";
import type { Shown } from "./language.ts";

/** How a person's app is set. */
export type App = { locale: string; timeZone: string };

type Embed = {
  title?: string;
  description?: string;
  author?: { name: string };
  fields?: { name: string; value: string }[];
  footer?: { text: string };
};

/** The first line that names a message: its embed's title, or what it says. */
export const shown = (message: Seen, app: App, names: Names): Shown => {
  const { content = "", embeds = [] } = message.raw as { content?: string; embeds?: Embed[] };
  const lines = embeds.flatMap((embed) => [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).map((field) => `${field.name}: ${field.value}`),
    embed.footer?.text,
  ]);
  const read = [...lines, content].filter((line): line is string => line !== undefined && line !== "");
  const text = read.map((line) => displayed(line, app, names)).join("\n");
  const title = embeds.map((embed) => embed.title).find((one) => one !== undefined) ?? content.split("\n")[0] ?? "";
  return {
    title: displayed(title, app, names),
    text,
    buttons: message.buttons.map((button) => button.label),
  };
};

/** The names of people and roles by id. */
export type Names = (id: string) => string;

export const namesOf =
  (known: ReadonlyMap<string, string>, fake: Pick<FakeDiscord, "botId">): Names =>
  (id) =>
    known.get(id) ?? (id === fake.botId ? "Party With Me" : id);

const displayed = (text: string, app: App, names: Names): string =>
  text
    .replace(/<t:(-?\d+)(?::([a-zA-Z]))?>/g, (_, unix: string, style = "f") => time(Number(unix), style, app))
    .replace(/<@&?!?(\d+)>/g, (_, id: string) => `@${names(id)}`)
    .replace(/\[((?:[^\]\\]|\\.)*)\]\((?:https?:[^)\s]*)\)/g, "$1")
    .replace(/(?<!\\)(\*\*|__|~~|\|\||`)/g, "")
    .replace(/\\([\\*_~|`>#\-[\](){}<@:.!+/])/g, "$1");

const DATE: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", year: "numeric" };
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  t: CLOCK,
  T: { ...CLOCK, second: "2-digit" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: DATE,
  f: { ...DATE, ...CLOCK },
  F: { weekday: "long", ...DATE, ...CLOCK },
};

const time = (unix: number, style: string, { locale, timeZone }: App): string => {
  if (style === "R") return "then";
  const options = STYLES[style] ?? STYLES["f"];
  return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(unix * 1_000);
};
