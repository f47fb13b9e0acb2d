// Store: wishes to be told of new parties nearby: kept by one cell each, so that a party finds those that mean it in one indexed query.
import type { PersonId } from "../domain/person.ts";
import { cellOfWish, cellsOfWishes, type Wish, type WishDays, type WishKm } from "../domain/wish.ts";
import { type NoteRow, reasonOf } from "./notes.ts";
import { newsReads, newsWrites } from "./party-news.ts";
import type { Room } from "./room.ts";
import type { WishPlace, WishReads, WishTold, WishWrites } from "./wish-types.ts";

type WishRow = { person_id: string; lat: number; lng: number; km: number; days: string; cell: number };

export const wishReads = (room: Room): WishReads => ({
  of: async (people) => {
    if (people.length === 0) return [];
    const rows: WishRow[] = await room.q("wishes").whereIn("person_id", people);
    return rows.map(wishOf);
  },
  ...newsReads(room),
});

export const wishWrites = (room: Room): WishWrites => ({
  ...wishReads(room),
  ...newsWrites(room),
  set: async (wish) => {
    await room
      .q("wishes")
      .insert({
        person_id: wish.personId,
        lat: wish.at.lat,
        lng: wish.at.lng,
        km: wish.km,
        days: wish.days,
        cell: cellOfWish(wish),
      })
      .onConflict("person_id")
      .merge();
  },
  end: async (person) => {
    // What was to be told goes with it, its parties too, and what was told.
    await notesOf(room, [person]).del();
    return (await room.q("wishes").where({ person_id: person }).del()) > 0;
  },
  around: (area, after, limit) => around(room, cellsOfWishes(area), after, limit),
  told: (people, since, now) => told(room, people, since, now),
});

const wishOf = (row: WishRow): Wish => ({
  personId: row.person_id,
  at: { lat: row.lat, lng: row.lng },
  km: row.km as WishKm,
  days: row.days as WishDays,
});

/** The rest of the cell where it stopped, then the cells behind it: each from the index, in its order. */
const around = async (
  { q }: Room,
  cells: readonly number[],
  after: WishPlace,
  limit: number,
): Promise<(Wish & { cell: number })[]> => {
  const inOrder = (query: ReturnType<typeof q>, most: number): Promise<WishRow[]> =>
    query.orderBy(["cell", "person_id"]).limit(most);
  const here = await inOrder(q("wishes").where({ cell: after.cell }).where("person_id", ">", after.person), limit);
  const further = cells.filter((cell) => cell > after.cell);
  const more =
    here.length < limit && further.length > 0
      ? await inOrder(q("wishes").whereIn("cell", further), limit - here.length)
      : [];
  return [...here, ...more].map((row) => ({ ...wishOf(row), cell: row.cell }));
};

const notesOf = ({ q }: Room, people: readonly PersonId[]) =>
  q("notes").where({ target: "person", kind: "wish" }).whereIn("target_id", people);

type ToldRow = NoteRow & { state: string; finished_at: number | null };

const told = async (
  room: Room,
  people: readonly PersonId[],
  since: number,
  now: number,
): Promise<Map<PersonId, WishTold>> => {
  const found = new Map<PersonId, WishTold>();
  if (people.length === 0) return found;
  const rows: ToldRow[] = await notesOf(room, people)
    .whereIn("state", ["pending", "leased", "sent"])
    .select("id", "target_id", "state", "lease_token", "finished_at");
  // One on lease is being told just now.
  const untouched = { state: "pending", lease_token: null };
  const waiting = rows.filter((row) => row.state === "pending" && row.lease_token === null).map(({ id }) => id);
  const held: ToldRow[] =
    waiting.length === 0 ? [] : await room.q("notes").whereIn("id", waiting).where(untouched).forUpdate();
  const untold = new Set(held.map(({ id }) => id));
  for (const row of rows) {
    if (untold.has(row.id)) continue;
    const at = row.state === "sent" ? (row.finished_at ?? now) : now;
    const before = found.get(row.target_id)?.last ?? since;
    if (at > before) found.set(row.target_id, { last: at });
  }
  for (const row of held) {
    const reason = reasonOf(room, row);
    if (reason.kind !== "wish") continue;
    const one = { key: row.note_key, reason, dueAt: row.due_at, expiresAt: row.expires_at };
    found.set(row.target_id, { ...found.get(row.target_id), untold: one });
  }
  return found;
};
