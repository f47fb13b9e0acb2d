// Store: what the web adapter keeps: its rooms' messages, its people's bearers, who is in a room.
import type { OutboxDoor } from "./outbox.ts";
import type { Room } from "./room.ts";
import { changed, incoming } from "./room.ts";
import type { WebMessage, WebStore } from "./types.ts";

type MessageRow = { id: number; room: string; message_id: string; body_sealed: string; sent_at: number };

// A private room is told addresses, so bodies are sealed like them.
const spot = (room: string, messageId: string) => ({
  table: "web_messages",
  row: `${room}/${messageId}`,
  column: "body",
});

export const webOf = ({ room: reads, write }: OutboxDoor): WebStore => ({
  post: (room, messageId, body, now) => write((tx) => post(tx, { room, messageId, body, now })),
  replace: (room, messageId, body) =>
    write(async (tx) => {
      const named = { room, message_id: messageId };
      await tx
        .q("web_messages")
        .where(named)
        .update({ body_sealed: tx.keyring.seal(body, spot(room, messageId)) });
      return messageBy(tx, named);
    }),
  messages: async (room, limit, beforeId) => {
    const query = reads.q("web_messages").where({ room }).orderBy("id", "desc").limit(limit);
    if (beforeId !== undefined) query.where("id", "<", beforeId);
    const rows: MessageRow[] = await query;
    return rows.reverse().map((row) => messageOf(reads, row));
  },
  addBearer: (hash, account, now) =>
    write(async ({ q }) => {
      await q("web_bearers").insert({ token_hash: hash, user_id: account.userId, created_at: now });
    }),
  byBearer: async (hash) => {
    const row = await reads.q("web_bearers").where({ token_hash: hash }).first("user_id");
    return row && { platform: "web", userId: row.user_id };
  },
  members: async (room) => {
    const rows: { user_id: string; name: string }[] = await reads
      .q("web_members")
      .where({ room })
      .orderBy(["joined_at", "user_id"]);
    return rows.map((row) => ({ userId: row.user_id, name: row.name }));
  },
  join: (room, userId, name, now) =>
    write(async ({ q }) => {
      await q("web_members")
        .insert({ room, user_id: userId, name, joined_at: now })
        .onConflict(["room", "user_id"])
        .merge(["name"]);
    }),
});

type Post = { room: string; messageId: string; body: string; now: number };

const post = async (tx: Room, { room, messageId, body, now }: Post): Promise<WebMessage> => {
  // The room's row is held until the commit, so that ids of one room grow in the order in which messages are seen.
  const head = tx.dialect === "sqlite" ? "ON CONFLICT (room) DO UPDATE SET" : "ON DUPLICATE KEY UPDATE";
  await changed(
    tx,
    `INSERT INTO web_rooms (room, posts) VALUES (?, 1) ${head} posts = web_rooms.posts + ${incoming(tx, "posts")}`,
    [room],
  );
  const named = { room, message_id: messageId };
  const known = await messageBy(tx, named);
  if (known) return known;
  const [id] = await tx
    .q("web_messages")
    .insert({ ...named, body_sealed: tx.keyring.seal(body, spot(room, messageId)), sent_at: now });
  return { id: Number(id), room, messageId, body, sentAt: now };
};

const messageBy = async (tx: Room, named: { room: string; message_id: string }): Promise<WebMessage | undefined> => {
  const row: MessageRow | undefined = await tx.q("web_messages").where(named).first();
  return row && messageOf(tx, row);
};

const messageOf = (tx: Room, row: MessageRow): WebMessage => ({
  id: row.id,
  room: row.room,
  messageId: row.message_id,
  body: tx.keyring.open(row.body_sealed, spot(row.room, row.message_id)),
  sentAt: row.sent_at,
});
