// Store: opening a database: the lock of the start, the migrations, and then the store on top of it.
import type { Knex } from "knex";
import type { Keyring } from "../safety/keyring.ts";
import { again, asked } from "./again.ts";
import { adapterDeskOf } from "./adapter-desk.ts";
import { rsvpWrites } from "./answering.ts";
import { cardReads, cardWrites } from "./cards.ts";
import { chatReads, chatWrites } from "./chats.ts";
import { draftReads, draftWrites } from "./drafts.ts";
import { isCrowded } from "./fault.ts";
import { partyWrites } from "./hosting.ts";
import { calendarReads, calendarWrites, invitationReads, invitationWrites } from "./invitations.ts";
import { migrate } from "./migrate.ts";
import { connectMysql, MYSQL_WRITERS } from "./mysql.ts";
import { noteWrites } from "./notes.ts";
import { onWayWrites } from "./on-way.ts";
import { outboxDoor, outboxOf } from "./outbox.ts";
import { partyReads } from "./parties.ts";
import { peopleReads, peopleWrites } from "./people.ts";
import { requestReads, requestWrites } from "./requests.ts";
import type { Dialect, Room } from "./room.ts";
import { roomAt } from "./room.ts";
import { rsvpReads } from "./rsvps.ts";
import { connectSqlite } from "./sqlite.ts";
import { withClusterLock, withMysqlLock, withSqliteLock } from "./start-lock.ts";
import type { Reads, Store, Tx } from "./types.ts";
import { webOf } from "./web.ts";
import { wishReads, wishWrites } from "./wishes.ts";
import { transactions } from "./write.ts";

export type StoreOptions = {
  /** `sqlite:<path>` or `mysql://user:password@host:port/database`. */
  url: string;
  keyring: Keyring;
  /** Told of retries and migrations; never of a value. */
  log?: (event: string, detail?: Record<string, unknown>) => void;
};

/** `writer` and `reader` are the same pool on MySQL. */
export type Connections = { dialect: Dialect; writer: Knex; reader: Knex; isCluster?: boolean };

/** Connects, waits for other processes that start on the same database, and migrates. Rejects with `StartLocked` or `DatabaseFault`. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const connections = await connect(options.url);
  try {
    const ran = await prepared(connections, options.url);
    if (ran.length > 0) options.log?.("store.migrated", { ran });
    return storeOn(connections, options);
  } catch (error) {
    await disconnect(connections);
    throw error;
  }
};

/** The names of the migrations that ran. Each can be run again after a half-way failure: a node may fail in the middle of one. */
const prepared = ({ dialect, writer, isCluster }: Connections, url: string): Promise<string[]> => {
  const prepare = (): Promise<string[]> => migrate(writer);
  if (dialect === "sqlite") return withSqliteLock(url, prepare);
  return isCluster
    ? again(() => withClusterLock(writer, prepare))
    : slowly(START_TRIES, () => withMysqlLock(writer, prepare));
};

/** The pool's patience is made for an answer that somebody waits for; on a busy machine the first connection takes longer. */
const START_TRIES = 8;

const slowly = async <T>(tries: number, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (tries <= 1 || !isCrowded(error)) throw error;
    return slowly(tries - 1, work);
  }
};

/** The connections alone, without a lock or a migration. */
export const connect = async (url: string): Promise<Connections> => {
  if (url.startsWith("sqlite:")) return { dialect: "sqlite", ...(await connectSqlite(url)) };
  const { pool, isCluster } = connectMysql(url);
  return { dialect: "mysql", writer: pool, reader: pool, isCluster };
};

export const disconnect = async ({ writer, reader }: Connections): Promise<void> => {
  await reader.destroy();
  if (writer !== reader) await writer.destroy();
};

/** The store on a database that is migrated. */
export const storeOn = (connections: Connections, { keyring, log = () => {} }: Omit<StoreOptions, "url">): Store => {
  const { dialect, writer, reader } = connections;
  const transact = transactions(writer, dialect === "sqlite" ? 1 : MYSQL_WRITERS, log);
  const room: Room = { q: reader, dialect, keyring };
  const door = outboxDoor(room, transact);
  return {
    kind: dialect,
    reads: readsOf(room),
    // What writes here is run again with its whole transaction; these are the questions beside.
    outbox: asked(outboxOf(door), ["nextDue", "stats"]),
    web: asked(webOf(door), ["messages", "byBearer", "members"]),
    adapters: asked(adapterDeskOf(door), ["recall"]),
    write: (work, party) => transact((at) => work(txOf(roomAt(room, at))), party),
    ping: async () => {
      await reader.raw("SELECT 1");
    },
    close: () => disconnect(connections),
  };
};

const readsOf = (room: Room): Reads => ({
  people: asked(peopleReads(room)),
  chats: asked(chatReads(room)),
  parties: asked(partyReads(room)),
  rsvps: asked(rsvpReads(room)),
  wishes: asked(wishReads(room)),
  invitations: asked(invitationReads(room)),
  calendars: asked(calendarReads(room)),
  cards: asked(cardReads(room)),
  drafts: asked(draftReads(room)),
  requests: asked(requestReads(room)),
});

type Parts = { [K in keyof Tx]: (room: Room) => Tx[K] };
const PARTS: Parts = {
  people: peopleWrites,
  chats: chatWrites,
  parties: partyWrites,
  rsvps: rsvpWrites,
  onWay: onWayWrites,
  wishes: wishWrites,
  invitations: invitationWrites,
  calendars: calendarWrites,
  cards: cardWrites,
  drafts: draftWrites,
  notes: noteWrites,
  requests: requestWrites,
};

/** Each part is made when it is first asked for: a transaction uses two or three of them, and making all costs more than a question. */
const txOf = (room: Room): Tx => Object.create(ON_DEMAND, { room: { value: room } }) as Tx;

const ON_DEMAND: object = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.entries(PARTS).map(([name, part]) => [
      name,
      {
        get(this: { room: Room }) {
          const value = part(this.room);
          Object.defineProperty(this, name, { value });
          return value;
        },
      },
    ]),
  ),
);
