// Store: what was asked already: each request runs once, and its reply can be given again.
import { hashToken } from "../safety/tokens.ts";
import { isDuplicate } from "./fault.ts";
import type { Room } from "./room.ts";
import type { Reads, Tx } from "./types.ts";
import { AlreadyRan } from "./types.ts";

const spot = (hash: string) => ({ table: "requests", row: hash, column: "reply" });

export const requestReads = ({ q, keyring }: Room): Reads["requests"] => ({
  reply: async (id) => {
    // Ids come from outside, of any length: the hash fits the key.
    const hash = hashToken(id);
    const row: { reply_sealed: string } | undefined = await q("requests")
      .where({ id_hash: hash })
      .first("reply_sealed");
    return row && keyring.open(row.reply_sealed, spot(hash));
  },
});

export const requestWrites = (room: Room): Tx["requests"] => ({
  ...requestReads(room),
  ran: async (id, reply, now) => {
    const hash = hashToken(id);
    try {
      await room
        .q("requests")
        .insert({ id_hash: hash, reply_sealed: room.keyring.seal(reply, spot(hash)), ran_at: now });
    } catch (error) {
      throw isDuplicate(error) ? new AlreadyRan() : error;
    }
  },
});
