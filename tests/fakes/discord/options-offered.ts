// The loopback Discord: which commands somebody's app offers them in a place, by how they are registered.
import { CONTEXT, contextOf } from "./interactions-payload.ts";
import { PERMISSION, permissionsOf } from "./permissions.ts";
import type { Channel, Person, State } from "./state.ts";
import type { Json } from "./types.ts";

const INSTALLED = { server: 0, person: 1 } as const;

/** Throws where the app offers no such command. `type`: 1 typed, 2 of a person's menu, 3 of a message's. */
export const commandFor = (state: State, by: Person, channel: Channel, type: number, name: string): Json => {
  const found = [...state.commands.values()].find((one) => one["name"] === name && (one["type"] ?? 1) === type);
  if (!found) throw new Error(`the app offers no command "${name}"`);
  if (!isOffered(state, by, channel, found)) throw new Error(`the app does not offer "${name}" here`);
  return found;
};

/** https://discord.com/developers/docs/interactions/application-commands#contexts */
const isOffered = (state: State, by: Person, channel: Channel, command: Json): boolean => {
  const context = contextOf(state, channel);
  const contexts = (command["contexts"] ?? undefined) as number[] | undefined;
  if (contexts && !contexts.includes(context)) return false;
  const types = (command["integration_types"] ?? [INSTALLED.server]) as number[];
  const brought = types.includes(INSTALLED.person) && (by.hasApp || context === CONTEXT.private || isGuest(channel));
  if (context === CONTEXT.server && channel.guild?.installed === true)
    return brought || (types.includes(INSTALLED.server) && isAllowed(channel, by, command));
  return brought || (context === CONTEXT.botPrivate && (types.includes(INSTALLED.server) || by.hasApp));
};

/** A server that the bot was not added to: whoever uses it there brought it along. */
const isGuest = ({ guild }: Channel): boolean => guild !== undefined && !guild.installed;

/** `default_member_permissions`; null: everybody, "0": nobody but those who may do anything. */
const isAllowed = ({ guild }: Channel, by: Person, command: Json): boolean => {
  const needed = command["default_member_permissions"];
  if (!guild || typeof needed !== "string" || guild.ownerId === by.id) return true;
  const bits = permissionsOf(guild, by.id);
  if ((bits & PERMISSION.ADMINISTRATOR) !== 0n) return true;
  return needed !== "0" && (bits & BigInt(needed)) === BigInt(needed);
};
