// The loopback Discord: a message as a person reads it.
import { messageJson } from "./messages-json.ts";
import type { Message, State } from "./state.ts";
import type { Json, Seen, SeenButton, SeenSelect } from "./types.ts";

type Embed = {
  author?: { name: string };
  title?: string;
  description?: string;
  fields?: { name: string; value: string }[];
  footer?: { text: string };
};

const BUTTON = 2;
const STRING_SELECT = 3;
const USER_SELECT = 5;
const TEXT = 10;

export const seenOf = (state: State, message: Message): Seen => {
  const embeds = message.embeds as Embed[];
  const flat = message.components.flatMap(within);
  const shown = flat.flatMap((one) => (one["type"] === TEXT ? [one["content"] as string] : []));
  const lines = [
    message.content,
    ...shown,
    ...embeds.flatMap(({ author, title, description, fields = [], footer }) => [
      author?.name,
      title,
      description,
      ...fields.map(({ name, value }) => `${name}: ${value}`),
      footer?.text,
    ]),
  ].filter((line): line is string => line !== undefined && line !== "");
  const title = embeds.find((embed) => embed.title !== undefined)?.title ?? lines[0]?.split("\n")[0] ?? "";
  return {
    messageId: message.id,
    channelId: message.channel.id,
    title: readable(state, title),
    text: readable(state, lines.join("\n")),
    buttons: flat.filter((one) => one["type"] === BUTTON).map(buttonOf),
    selects: flat.filter((one) => one["type"] === STRING_SELECT || one["type"] === USER_SELECT).map(selectOf),
    ephemeral: message.ephemeralFor !== undefined,
    pinged: [...message.pings.users, ...message.pings.roles],
    ...(message.editedAt !== undefined && { editedAt: message.editedAt }),
    raw: messageJson(state, message),
  };
};

/** A component and all that stand in it, in order. */
export const within = (component: Json): Json[] => [
  component,
  ...((component["components"] ?? []) as Json[]).flatMap(within),
  ...(component["accessory"] ? within(component["accessory"] as Json) : []),
];

const buttonOf = (one: Json): SeenButton => ({
  label: String(one["label"] ?? ""),
  ...(typeof one["url"] === "string" && { url: one["url"] }),
  ...(one["disabled"] === true && { disabled: true }),
  ...(typeof one["style"] === "number" && { style: one["style"] }),
});

const selectOf = (one: Json): SeenSelect => ({
  kind: one["type"] === USER_SELECT ? "user" : "string",
  ...(typeof one["placeholder"] === "string" && { placeholder: one["placeholder"] }),
  options: ((one["options"] ?? []) as { label: string; value: string }[]).map(({ label, value }) => ({ label, value })),
  max: Number(one["max_values"] ?? 1),
});

/** Names for mentions, UTC for times; the rest of the markdown as it stands, without the backslashes. */
const readable = (state: State, text: string): string =>
  text
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${state.people.get(id)?.globalName ?? id}`)
    .replace(/<@&(\d+)>/g, (_, id: string) => `@${roleName(state, id)}`)
    .replace(/<t:(-?\d+)(?::[tTdDfFR])?>/g, (_, unix: string) => utc(Number(unix)))
    .replace(/\\([\\*_~`|[\]<>#:.+-])/g, "$1");

/** "Sat, 28 Nov 2026 18:00 UTC". */
const utc = (unix: number): string => new Date(unix * 1_000).toUTCString().replace(/:\d\d GMT$/, " UTC");

const roleName = ({ guilds }: State, id: string): string =>
  [...guilds.values()].flatMap((guild) => guild.roles.get(id)?.name ?? [])[0] ?? id;
