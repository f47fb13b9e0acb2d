// The loopback Discord: who is notified by a message: those mentioned in its text whom `allowed_mentions` lets be.
import { botMay } from "./permissions.ts";
import type { Channel, Message, MessageBody, State } from "./state.ts";
import type { Json } from "./types.ts";
import { type Form, join } from "./validate.ts";

const KINDS = ["users", "roles", "everyone"] as const;
const MOST = 100;

export type Allowed = {
  parse: readonly (typeof KINDS)[number][];
  users: readonly string[];
  roles: readonly string[];
  repliedUser: boolean;
};

/** Without a word of it, everything that is mentioned is notified. */
const ANY: Allowed = { parse: KINDS, users: [], roles: [], repliedUser: true };

export const readAllowed = (form: Form, path: string, value: unknown): Allowed => {
  const given = form.object(path, value, "parse users roles replied_user");
  if (!given) return ANY;
  const parse = form.list(join(path, "parse"), given["parse"], { max: KINDS.length }) ?? [];
  const ids = (name: "users" | "roles"): string[] => {
    const at = join(path, name);
    const list = form.list(at, given[name], { max: MOST }) ?? [];
    if (new Set(list).size !== list.length)
      form.fault(at, "SET_TYPE_DUPLICATE", "The list contains the same value twice.");
    if (list.length > 0 && parse.includes(name))
      form.fault(
        path,
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        `parse:["${name}"] and ${name}: [ids...] are mutually exclusive.`,
      );
    return list.flatMap((one, i) => form.snowflake(join(at, i), one) ?? []);
  };
  const repliedUser = form.flag(join(path, "replied_user"), given["replied_user"]) ?? false;
  const kinds = parse.flatMap((one, i) => form.oneOf(join(join(path, "parse"), i), one, KINDS) ?? []);
  return { parse: kinds, users: ids("users"), roles: ids("roles"), repliedUser };
};

const idsIn = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].flatMap(([, id]) => id ?? [])),
];
const peopleIn = (text: string): string[] => idsIn(text, /<@!?(\d+)>/g);
export const rolesIn = (text: string): string[] => idsIn(text, /<@&(\d+)>/g);

/** `text` is what the message itself says: what an embed mentions notifies nobody. */
export const pingsOf = (
  state: State,
  channel: Channel,
  text: string,
  allowed: Allowed,
  replyTo?: Message,
): MessageBody["pings"] => {
  const { guild } = channel;
  const here = (id: string): boolean => (guild ? guild.members.has(id) : channel.people.has(id));
  const free = guild === undefined || botMay(state, guild, "MENTION_EVERYONE");
  const chosen = (kind: "users" | "roles", id: string): boolean =>
    allowed.parse.includes(kind) || allowed[kind].includes(id);
  const users = peopleIn(text).filter((id) => chosen("users", id) && here(id) && id !== state.bot.id);
  const answered = replyTo && allowed.repliedUser && replyTo.authorId !== state.bot.id ? [replyTo.authorId] : [];
  const roles = rolesIn(text).filter((id) => {
    const role = guild?.roles.get(id);
    return role !== undefined && chosen("roles", id) && (role.mentionable || free);
  });
  const everyone = allowed.parse.includes("everyone") && /@(?:everyone|here)\b/.test(text) && free && !!guild;
  return { users: [...new Set([...users, ...answered])], roles, everyone };
};

/** `mentions` of a message as the API shows them: everybody its text names, notified or not. */
export const mentionsJson = (state: State, text: string, show: (id: string) => Json): Json[] =>
  peopleIn(text)
    .filter((id) => state.people.has(id))
    .map(show);
