// Store: which parties are still to be compared with the wishes, how far that has come, and what was told of before.
import type { Room } from "./room.ts";
import type { WishReads, WishWrites } from "./wish-types.ts";

type NewsRow = {
  party_code: string;
  lat: number;
  lng: number;
  starts_at: number;
  was_lat: number | null;
  was_lng: number | null;
  was_starts_at: number | null;
  waiting_since: number;
  after_cell: number;
  after_person: string;
};

const NOT_BEGUN = { after_cell: -1, after_person: "" };

export const newsReads = ({ q }: Room): Pick<WishReads, "waiting"> => ({
  waiting: (limit) =>
    q("party_news").where("waiting_since", ">", 0).orderBy("waiting_since").limit(limit).pluck("party_code"),
});

export const newsWrites = ({ q }: Room): Pick<WishWrites, "notice" | "hold" | "advance" | "sweep"> => ({
  notice: async (party_code, { area, startsAt }, now) => {
    const sight = { lat: area.lat, lng: area.lng, starts_at: startsAt };
    // The party's own row is written in this transaction, so nobody else notices it meanwhile.
    const known: NewsRow | undefined = await q("party_news").where({ party_code }).first();
    if (!known) {
      const row = { party_code, ...sight, waiting_since: now, ...NOT_BEGUN };
      await q("party_news").insert(row).onConflict("party_code").ignore();
      return;
    }
    if (known.lat === sight.lat && known.lng === sight.lng && known.starts_at === sight.starts_at) return;
    // Whoever was to be told of it as it was has not been told yet, where it still waits.
    const was = known.waiting_since > 0 ? {} : wasOf(known);
    await q("party_news")
      .where({ party_code })
      .update({ ...sight, ...was, waiting_since: now, ...NOT_BEGUN });
  },
  hold: async (party_code) => {
    const row: NewsRow | undefined = await q("party_news").where({ party_code }).forUpdate().first();
    if (!row || row.waiting_since === 0) return undefined;
    const after = { cell: row.after_cell, person: row.after_person };
    const { was_lat: lat, was_lng: lng, was_starts_at: startsAt } = row;
    if (lat === null || lng === null || startsAt === null) return { after };
    return { after, was: { area: { lat, lng }, startsAt } };
  },
  advance: async (party_code, to) => {
    const place = to ? { after_cell: to.cell, after_person: to.person } : { waiting_since: 0, ...NOT_BEGUN };
    await q("party_news").where({ party_code }).update(place);
  },
  sweep: async (before) => q("party_news").where("starts_at", "<", before).where({ waiting_since: 0 }).del(),
});

const wasOf = ({ lat, lng, starts_at }: NewsRow): Partial<NewsRow> => ({
  was_lat: lat,
  was_lng: lng,
  was_starts_at: starts_at,
});
