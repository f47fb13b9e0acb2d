// Store: the operator's desk on a database that the program has prepared: no lock of the start, no migration, no key is needed.
import { existsSync } from "node:fs";
import type { Knex } from "knex";
import { connect, disconnect } from "./open.ts";
import { type OutboxDesk, outboxDeskOf } from "./outbox-desk.ts";
import { sqlitePath } from "./sqlite.ts";
import { transactions } from "./write.ts";

/** There is nothing to work on. The message says what to do, and holds no address. */
export class NoOutbox extends Error {
  override readonly name = "NoOutbox";
}

/** `url` as the store's. Rejects with `NoOutbox` where the program has never started, and as the database does. */
export const openDesk = async (url: string): Promise<{ desk: OutboxDesk; close(): Promise<void> }> => {
  if (url.startsWith("sqlite:") && !existsSync(sqlitePath(url)))
    throw new NoOutbox(
      "There is no database file where DATABASE_URL says. Start the program once, or run this where it runs.",
    );
  const connections = await connect(url);
  const close = (): Promise<void> => disconnect(connections);
  try {
    if (!(await hasOutbox(connections.reader)))
      throw new NoOutbox("This database was never prepared by this version. Start the program once; it does that.");
  } catch (error) {
    await close();
    throw error;
  }
  const transact = transactions(connections.writer, 1, () => {});
  return { desk: outboxDeskOf({ q: connections.reader, write: (work) => transact(({ q }) => work(q)) }), close };
};

const hasOutbox = async (q: Knex): Promise<boolean> =>
  (await q.schema.hasTable("notes")) && (await q.schema.hasColumn("notes", "tried_at"));
