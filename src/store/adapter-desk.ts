// Store: what adapters keep beside the core: leases, so that one replica does what only one may, and small facts by name.
import type { OutboxDoor } from "./outbox.ts";
import type { Room } from "./room.ts";
import { changed, incoming } from "./room.ts";
import type { AdapterStore } from "./types.ts";

type LeaseRow = { name: string; owner: string; until_at: number; fence: number };

const spot = (name: string) => ({ table: "memos", row: name, column: "value" });

export const adapterDeskOf = ({ room: reads, write }: OutboxDoor): AdapterStore => ({
  take: (name, owner, now, until) => write((tx) => take(tx, { name, owner, now, until })),
  release: (name, owner) =>
    write(async ({ q }) => {
      await q("leases").where({ name, owner }).update({ until_at: 0 });
    }),
  recall: async (name) => {
    const row: { value_sealed: string } | undefined = await reads.q("memos").where({ name }).first("value_sealed");
    return row && reads.keyring.open(row.value_sealed, spot(name));
  },
  remember: (name, value, until) =>
    write(async ({ q, keyring }) => {
      const row = { name, value_sealed: keyring.seal(value, spot(name)), expires_at: until ?? null };
      await q("memos").insert(row).onConflict("name").merge(["value_sealed", "expires_at"]);
    }),
  forget: (name) =>
    write(async ({ q }) => {
      await q("memos").where({ name }).del();
    }),
  sweep: (now) => write(async ({ q }) => Number(await q("memos").where("expires_at", "<=", now).del())),
});

type Taking = { name: string; owner: string; now: number; until: number };

const TERMS_MAX = 4;

/** Holding on keeps the fence; taking over from somebody whose time is up raises it. */
const take = async (tx: Room, { name, owner, now, until }: Taking): Promise<number | undefined> => {
  const { q } = tx;
  const noop = tx.dialect === "sqlite" ? "ON CONFLICT (name) DO UPDATE SET" : "ON DUPLICATE KEY UPDATE";
  // Made when it is not there, and in either case locked until the commit.
  await changed(
    tx,
    `INSERT INTO leases (name, owner, until_at, fence) VALUES (?, '', 0, 0) ${noop} fence = leases.fence + 0 * ${incoming(tx, "fence")}`,
    [name],
  );
  await q("leases")
    .where({ name })
    .whereNot({ owner })
    // A term that seems to last longer than a few was taken by a clock that was wrong.
    .where((over) => over.where("until_at", "<=", now).orWhere("until_at", ">", now + TERMS_MAX * (until - now)))
    .increment("fence", 1)
    .update({ owner, until_at: until });
  await q("leases").where({ name, owner }).update({ until_at: until });
  const row: LeaseRow | undefined = await q("leases").where({ name, owner }).first();
  return row?.fence;
};
