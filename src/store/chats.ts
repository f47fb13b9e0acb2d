// Store: the chats the bot is in, and what was set for them and for the servers they belong to.
import type { Chat } from "../domain/chat.ts";
import type { ChatKey } from "../domain/note.ts";
import { newId } from "../safety/tokens.ts";
import { isDuplicate, LostRace } from "./fault.ts";
import type { Room } from "./room.ts";
import type { ChatsRow, ServedChatsRow, ServersRow } from "./rows.ts";
import { chatOf, serverOf } from "./rows.ts";
import type { ChatRow, Reads, ServerPatch, Tx } from "./types.ts";

export const chatReads = (room: Room): Reads["chats"] => ({
  find: async (chat) => {
    const row = await found(room, chat);
    return row && chatOf(row);
  },
  byKeys: async (keys) => {
    if (keys.length === 0) return [];
    const rows: ServedChatsRow[] = await served(room).whereIn("chats.chat_key", keys);
    return rows.map(chatOf);
  },
  server: async (platform, serverId) => {
    const row: ServersRow | undefined = await room.q("servers").where({ platform, server_id: serverId }).first();
    return row && serverOf(row);
  },
});

export const chatWrites = (room: Room): Tx["chats"] => ({
  ...chatReads(room),
  ensure: async (chat, title) => {
    const known = await found(room, chat);
    if (!known) return add(room, chat, title);
    const now = { ...placeOf(chat), title: title ?? known.title, gone: 0 };
    const changed = Object.entries(now).filter(([column, value]) => known[column as keyof typeof now] !== value);
    if (changed.length === 0) return chatOf(known);
    await room.q("chats").where({ chat_key: known.chat_key }).update(Object.fromEntries(changed));
    return now.server_id === known.server_id ? chatOf({ ...known, ...now }) : byKey(room, known.chat_key);
  },
  set: async (key, patch) => {
    const columns = {
      ...(patch.locale !== undefined && { locale: patch.locale }),
      ...(patch.timeZone !== undefined && { time_zone: patch.timeZone }),
      ...(patch.title !== undefined && { title: patch.title }),
      ...(patch.reminders !== undefined && { reminders: patch.reminders ? 1 : 0 }),
      ...(patch.gone !== undefined && { gone: patch.gone ? 1 : 0 }),
    };
    if (Object.keys(columns).length > 0) await room.q("chats").where({ chat_key: key }).update(columns);
  },
  leaveServer: async (platform, serverId) => {
    await room.q("chats").where({ platform, server_id: serverId }).update({ gone: 1 });
  },
  setServer: (platform, serverId, patch) => setServer(room, { platform, server_id: serverId }, patch),
  migrate: (from, to) => migrate(room, from, to),
});

const refOf = (chat: Chat) => ({ platform: chat.platform, chat_id: chat.chatId, thread_id: chat.threadId ?? "" });
const placeOf = ({ kind, reach, server = "" }: Chat) => ({ kind, reach, server_id: server });

/** Chats, each with what was set for its server. */
const served = ({ q }: Room) =>
  q("chats")
    .leftJoin("servers", (on) => on.on("servers.platform", "chats.platform").on("servers.server_id", "chats.server_id"))
    .select("chats.*", {
      server_locale: "servers.locale",
      server_time_zone: "servers.time_zone",
      server_reminders_chat: "servers.reminders_chat",
      server_events: "servers.events",
    });

const found = (room: Room, chat: Chat): Promise<ServedChatsRow | undefined> => {
  const { platform, chat_id, thread_id } = refOf(chat);
  return served(room)
    .where({ "chats.platform": platform, "chats.chat_id": chat_id, "chats.thread_id": thread_id })
    .first();
};

const byKey = async (room: Room, key: ChatKey): Promise<ChatRow> => {
  const row: ServedChatsRow = await served(room).where({ "chats.chat_key": key }).first();
  return chatOf(row);
};

const add = async (room: Room, chat: Chat, title: string | undefined): Promise<ChatRow> => {
  const row: ChatsRow = {
    chat_key: newId(),
    ...refOf(chat),
    ...placeOf(chat),
    title: title ?? null,
    locale: null,
    time_zone: null,
    reminders: 1,
    gone: 0,
  };
  try {
    await room.q("chats").insert(row);
  } catch (error) {
    throw isDuplicate(error) ? new LostRace("chat") : error;
  }
  return byKey(room, row.chat_key);
};

const setServer = async (
  { q }: Room,
  ref: Pick<ServersRow, "platform" | "server_id">,
  patch: ServerPatch,
): Promise<void> => {
  const columns = {
    ...(patch.locale !== undefined && { locale: patch.locale }),
    ...(patch.timeZone !== undefined && { time_zone: patch.timeZone }),
    ...("remindersChat" in patch && { reminders_chat: patch.remindersChat ?? null }),
    ...(patch.events !== undefined && { events: patch.events ? 1 : 0 }),
  };
  const known: ServersRow | undefined = await q("servers").where(ref).first();
  if (known) {
    if (Object.keys(columns).length > 0) await q("servers").where(ref).update(columns);
    return;
  }
  const row: ServersRow = { ...ref, locale: null, time_zone: null, reminders_chat: null, events: 0, ...columns };
  try {
    await q("servers").insert(row);
  } catch (error) {
    throw isDuplicate(error) ? new LostRace("server") : error;
  }
};

const migrate = async (room: Room, from: Chat, to: Chat): Promise<void> => {
  const old: ChatsRow | undefined = await room.q("chats").where(refOf(from)).first();
  if (!old) return;
  const met: ChatsRow | undefined = await room.q("chats").where(refOf(to)).first();
  // Somebody wrote under the new id before the platform told of the move: the older row, with its settings, takes its place.
  if (met && met.chat_key !== old.chat_key) await fold(room, met.chat_key, old.chat_key);
  await room
    .q("chats")
    .where({ chat_key: old.chat_key })
    .update({ ...refOf(to), ...placeOf(to), gone: 0 });
};

const fold = async ({ q }: Room, gone: ChatKey, into: ChatKey): Promise<void> => {
  await q("cards").where({ chat_key: gone }).update({ chat_key: into });
  await q("notes").where({ target: "chat", target_id: gone }).update({ target_id: into });
  // A draft belongs to its row and lasts fifteen minutes: those of the younger row are let go.
  await q("drafts").where({ chat_key: gone }).del();
  await q("chats").where({ chat_key: gone }).del();
};
