// The loopback Discord: a message as a person reads it.
import type { Message, State } from "./state.ts";
import type { Json, Seen, SeenButton, SeenSelect } from "./types.ts";
import { messageJson } from "./messages-json.ts";

type Component = Json & { type: number; components?: Component[]; label?: string };
type Embed = {
  title?: string;
  description?: string;
  fields?: { name: string; value: string }[];
  footer?: { text: string };
};

const BUTTON = 2;
const STRING_SELECT = 3;
const USER_SELECT = 5;

export const seenOf = (state: State, message: Message): Seen => {
  const embeds = message.embeds as Embed[];
  const flat = (message.components as Component[]).flatMap(within);
  const lines = [
    message.content,
    ...embeds.flatMap(({ title, description, fields = [], footer }) => [
      title,
      description,
      ...fields.map(({ name, value }) => `${name}: ${value}`),
      footer?.text,
    ]),
  ].filter((line): line is string => line !== undefined && line !== "");
  const title = embeds.find((embed) => embed.title !== undefined)?.title ?? message.content.split("\n")[0] ?? "";
  return {
    messageId: message.id,
    channelId: message.channel.id,
    title: readable(state, title),
    text: readable(state, lines.join("\n")),
    buttons: flat.filter((one) => one.type === BUTTON).map(buttonOf),
    selects: flat.filter((one) => one.type === STRING_SELECT || one.type === USER_SELECT).map(selectOf),
    ephemeral: message.ephemeralFor !== undefined,
    pinged: [...message.pings.users, ...message.pings.roles],
    ...(message.editedAt !== undefined && { editedAt: message.editedAt }),
    raw: messageJson(state, message),
  };
};

export const within = (component: Component): Component[] => [
  component,
  ...(component.components ?? []).flatMap(within),
];

const buttonOf = (one: Component): SeenButton => ({
  label: one.label ?? "",
  ...(typeof one["url"] === "string" && { url: one["url"] }),
  ...(one["disabled"] === true && { disabled: true }),
  ...(typeof one["style"] === "number" && { style: one["style"] }),
});

const selectOf = (one: Component): SeenSelect => ({
  kind: one.type === USER_SELECT ? "user" : "string",
  ...(typeof one["placeholder"] === "string" && { placeholder: one["placeholder"] }),
  options: ((one["options"] ?? []) as { label: string; value: string }[]).map(({ label, value }) => ({ label, value })),
  max: Number(one["max_values"] ?? 1),
});

/** Names for mentions, UTC for times; the rest of the markdown as it stands, without the backslashes. */
const readable = (state: State, text: string): string =>
  text
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${state.people.get(id)?.globalName ?? id}`)
    .replace(/<@&(\d+)>/g, (_, id: string) => `@${roleName(state, id)}`)
    .replace(/<t:(-?\d+)(?::[tTdDfFR])?>/g, (_, unix: string) => `${new Date(Number(unix) * 1_000).toISOString()}`)
    .replace(/\\([\\*_~`|[\]<>#:.+-])/g, "$1");

const roleName = ({ guilds }: State, id: string): string =>
  [...guilds.values()].flatMap((guild) => guild.roles.get(id)?.name ?? [])[0] ?? id;
