// Store: cards: which message shows which party, and how much of it is current.
import type { ChatKey } from "../domain/note.ts";
import type { PartyCode } from "../domain/party.ts";
import { hashToken } from "../safety/tokens.ts";
import type { Room } from "./room.ts";
import type { CardsRow } from "./rows.ts";
import { cardOf } from "./rows.ts";
import type { Card, Reads, Tx } from "./types.ts";

export const cardReads = ({ q }: Room): Reads["cards"] => {
  const last = async (where: Record<string, string>): Promise<Card | undefined> => {
    const row: CardsRow | undefined = await q("cards")
      .where(where)
      .orderBy([{ column: "created_at", order: "desc" }, "id"])
      .first();
    return row && cardOf(row);
  };
  return {
    get: (id) => last({ id }),
    of: async (code) => {
      const rows: CardsRow[] = await q("cards").where({ party_code: code }).orderBy(["created_at", "id"]);
      return rows.map(cardOf);
    },
    ofMany: async (codes) => {
      if (codes.length === 0) return [];
      const rows: CardsRow[] = await q("cards").whereIn("party_code", codes).orderBy(["created_at", "id"]);
      return rows.map(cardOf);
    },
    inChat: (chat, code) => last({ chat_key: chat, party_code: code }),
    byMessage: (chat, messageId) => last({ chat_key: chat, message_id: messageId }),
  };
};

export const cardWrites = (room: Room): Tx["cards"] => ({
  ...cardReads(room),
  add: async (card, now) => {
    await room.q("cards").insert({
      id: card.id,
      party_code: card.party,
      chat_key: card.chat,
      message_id: null,
      shown_version: 0,
      created_at: now,
    });
  },
  mirror: async (events, codes, now) => {
    if (codes.length === 0) return [];
    const ids = codes.map((code) => mirrorId(events, code));
    const rows = codes.map((code) => ({
      id: mirrorId(events, code),
      party_code: code,
      chat_key: events,
      message_id: null,
      shown_version: 0,
      created_at: now,
    }));
    await room.q("cards").insert(rows).onConflict("id").ignore();
    const cards: CardsRow[] = await room.q("cards").whereIn("id", ids).orderBy("id");
    return cards.map(cardOf);
  },
  shown: async (id, version, messageId) => {
    await room
      .q("cards")
      .where({ id })
      .update({
        shown_version: room.q.raw("CASE WHEN shown_version < ? THEN ? ELSE shown_version END", [version, version]),
        ...(messageId !== undefined && { message_id: messageId }),
      });
  },
  lost: async (id) => {
    await room.q("cards").where({ id }).update({ message_id: null, shown_version: 0 });
  },
});

/** The same for whoever makes it: two who post a party at the same moment make one entry. 32 characters of SHA-256. */
const mirrorId = (events: ChatKey, code: PartyCode): string => hashToken(`mirror ${events} ${code}`).slice(0, 32);
