// Store: the chats the bot is in, and what was set for them.
import type { Chat } from "../domain/chat.ts";
import type { ChatKey } from "../domain/note.ts";
import { newId } from "../safety/tokens.ts";
import { isDuplicate, LostRace } from "./fault.ts";
import type { Room } from "./room.ts";
import type { ChatsRow } from "./rows.ts";
import { chatOf } from "./rows.ts";
import type { ChatRow, Reads, Tx } from "./types.ts";

export const chatReads = ({ q }: Room): Reads["chats"] => ({
  find: async (chat) => {
    const row: ChatsRow | undefined = await q("chats").where(refOf(chat)).first();
    return row && chatOf(row);
  },
  byKeys: async (keys) => {
    if (keys.length === 0) return [];
    const rows: ChatsRow[] = await q("chats").whereIn("chat_key", keys);
    return rows.map(chatOf);
  },
});

export const chatWrites = (room: Room): Tx["chats"] => ({
  ...chatReads(room),
  ensure: async (chat, title) => {
    const known: ChatsRow | undefined = await room.q("chats").where(refOf(chat)).first();
    if (!known) return add(room, chat, title);
    const now: ChatsRow = { ...known, kind: chat.kind, reach: chat.reach, title: title ?? known.title, gone: 0 };
    const same = now.kind === known.kind && now.reach === known.reach && now.title === known.title && known.gone === 0;
    if (!same) {
      const { kind, reach, gone } = now;
      await room.q("chats").where({ chat_key: known.chat_key }).update({ kind, reach, gone, title: now.title });
    }
    return chatOf(now);
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
  migrate: (from, to) => migrate(room, from, to),
});

const refOf = (chat: Chat) => ({ platform: chat.platform, chat_id: chat.chatId, thread_id: chat.threadId ?? "" });

const add = async ({ q }: Room, chat: Chat, title: string | undefined): Promise<ChatRow> => {
  const row: ChatsRow = {
    chat_key: newId(),
    ...refOf(chat),
    kind: chat.kind,
    reach: chat.reach,
    title: title ?? null,
    locale: null,
    time_zone: null,
    reminders: 1,
    gone: 0,
  };
  try {
    await q("chats").insert(row);
  } catch (error) {
    throw isDuplicate(error) ? new LostRace("chat") : error;
  }
  return chatOf(row);
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
    .update({ ...refOf(to), kind: to.kind, reach: to.reach, gone: 0 });
};

const fold = async ({ q }: Room, gone: ChatKey, into: ChatKey): Promise<void> => {
  await q("cards").where({ chat_key: gone }).update({ chat_key: into });
  await q("notes").where({ target: "chat", target_id: gone }).update({ target_id: into });
  // A draft belongs to its row and lasts fifteen minutes: those of the younger row are let go.
  await q("drafts").where({ chat_key: gone }).del();
  await q("chats").where({ chat_key: gone }).del();
};
