// Store: a transaction on one connection of the pool, and the rooms in it: lighter than knex's own, of which each is an emitter and five promises.
import type { Knex } from "knex";
import { type Client, makeKnex } from "./dialects.ts";
import type { Ask } from "./room.ts";

/** Where closures ask within the transaction, and no longer once it is `shut`: who was left behind writes nothing into what follows. */
type Desk = { asking: Asking; shut(): void };
/** `q` is made when it is first asked for, which costs as much as a small question. */
export type Asking = { readonly q: Knex.Transaction; ask: Ask };

export type Inside = {
  /** A statement of the transaction itself. */
  say(sql: string): Promise<unknown>;
  /** A new one where the last was shut. */
  desk(): Asking;
  shut(): void;
};

/** What was begun is rolled back where `work` rejects. A ROLLBACK to a server that hangs is waited for no longer than this. */
const ROLLBACK_MS = 5_000;

/** Resolves after the COMMIT. Rejects with what `work` rejected with, or with the fault of BEGIN or COMMIT. */
export const inTransaction = async <T>(pool: Knex, work: (inside: Inside) => Promise<T>): Promise<T> => {
  const client = pool.client as Client;
  const connection = await client.acquireConnection();
  let desk: Desk | undefined;
  const shut = (): void => {
    desk?.shut();
    desk = undefined;
  };
  const current = (): Asking => {
    desk ??= deskOn(client, connection);
    return desk.asking;
  };
  try {
    const say = (sql: string): Promise<unknown> => client._query(connection, sql);
    await say(client.begin);
    const value = await work({ say, desk: current, shut })
      .finally(shut)
      .catch(async (error: unknown) => {
        await soon(say("ROLLBACK"));
        throw error;
      });
    await say("COMMIT");
    return value;
  } finally {
    await client.releaseConnection(connection);
  }
};

/** Resolves whatever comes of it: a connection that could not roll back goes back to nobody. */
const soon = async (asked: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, ROLLBACK_MS);
  });
  await Promise.race([asked.catch(() => {}), late]);
  clearTimeout(timer);
};

const deskOn = (client: Client, connection: object): Desk => {
  let open = true;
  const kind = Object.getPrototypeOf(client) as Client;
  const ifOpen = <T>(asked: () => Promise<T>): Promise<T> =>
    open ? asked() : Promise.reject(new Error("the transaction is over"));
  const ask: Ask = (sql, bindings) =>
    ifOpen(async () => (await client._query(connection, { sql, bindings: [...bindings] })).response);
  const made = (): Knex.Transaction => {
    const bound = Object.assign(Object.create(kind) as Client, {
      version: client.version,
      config: client.config,
      driver: client.driver,
      connectionSettings: client.connectionSettings,
      valueForUndefined: client.valueForUndefined,
      logger: client.logger,
      transacting: true,
      acquireConnection: () => Promise.resolve(connection),
      releaseConnection: () => Promise.resolve(),
      query: (on: unknown, asked: unknown) => ifOpen(() => kind.query.call(bound, on, asked)),
    });
    return makeKnex(bound);
  };
  let q: Knex.Transaction | undefined;
  const asking: Asking = {
    ask,
    get q() {
      q ??= made();
      return q;
    },
  };
  return {
    asking,
    shut: () => {
      open = false;
    },
  };
};
