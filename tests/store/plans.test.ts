// Plans: no query that people wait for reads a whole table, on either database.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Chat } from "../../src/domain/chat.ts";
import type { NewNote } from "../../src/domain/note.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { hashToken, newId } from "../../src/safety/tokens.ts";
import { migrate } from "../../src/store/migrate.ts";
import { type Connections, connect, disconnect, storeOn } from "../../src/store/open.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshDatabase, freshDatabase } from "../support/databases.ts";
import { sampleParty } from "../support/samples.ts";

const now = NOON;

type Statement = { sql: string; bindings: unknown[] };

const room = (i: number): Chat => ({
  ...{ platform: "web", chatId: `room ${i}`, server: `server ${i % 30}`, kind: "group", reach: "post" },
});

/** A town: 400 parties, 6,000 answers, 400 cards, 900 notes: enough that an optimiser does not prefer reading it all. */
const settle = async (store: Store, { writer }: Connections) => {
  const people = Array.from({ length: 300 }, newId);
  const parties = Array.from({ length: 400 }, (_, i) =>
    sampleParty(people[i % 60] as string, { max: 20, findable: "nearby" }),
  );
  const chats = await store.write(async (tx) => {
    for (const [i, party] of parties.slice(0, 60).entries()) {
      await tx.parties.add({ ...party, place: { label: "Berlin", area: { lat: 52 + i / 100, lng: 13 } } }, now);
    }
    const keys: string[] = [];
    for (let i = 0; i < 60; i += 1) keys.push((await tx.chats.ensure(room(i))).key);
    for (let i = 0; i < 30; i += 1) await tx.chats.setServer("web", `server ${i}`, { timeZone: "Europe/Berlin" });
    return keys;
  });
  const [row] = await writer("parties").limit(1);
  const answer = (i: number): { answer: string; queue_no: number | null } =>
    i < 10 ? { answer: "going", queue_no: null } : { answer: "waitlisted", queue_no: i };
  await writer.batchInsert(
    "parties",
    parties.slice(60).map((party) => ({ ...row, code: party.code, host_id: party.hostId })),
    200,
  );
  await writer.batchInsert(
    "people",
    people.map((id) => ({ id, name: "Person", locale: null, time_zone: null, reminders: 1 })),
    300,
  );
  await writer.batchInsert(
    "accounts",
    people.map((id) => ({ platform: "web", user_id: id, person_id: id, last_used_at: now, unreachable: 0, acted: 1 })),
    300,
  );
  await writer.batchInsert(
    "rsvps",
    parties.flatMap((party, p) =>
      Array.from({ length: 15 }, (_, i) => ({
        party_code: party.code,
        person_id: people[60 + ((p + i) % 240)] as string,
        plus: 0,
        admitted: "open",
        answered_at: now + i,
        ...answer(i),
      })),
    ),
    400,
  );
  await writer("parties").update({ going: 10, queue_seq: 15 });
  await writer.batchInsert(
    "cards",
    parties.map((party, i) => ({
      id: newId(),
      party_code: party.code,
      chat_key: chats[i % 60] as string,
      message_id: `m${i}`,
      shown_version: 1,
      created_at: now,
    })),
    400,
  );
  const notes: NewNote[] = parties.slice(0, 60).flatMap((party) =>
    Array.from({ length: 15 }, (_, n) => {
      const dueAt = now + (n - 1) * HOUR;
      return {
        key: newId(),
        to: { card: newId() },
        party: party.code,
        reason: { kind: "remind", minutesBefore: n },
        dueAt,
        expiresAt: dueAt + HOUR,
      };
    }),
  );
  await writer.batchInsert(
    "invitations",
    parties.map((party, i) => ({
      id: newId(),
      party_code: party.code,
      person_id: people[60 + (i % 240)] as string,
      invited_by: party.hostId,
      created_at: now,
    })),
    400,
  );
  await writer.batchInsert(
    "calendars",
    parties.map((party, i) => ({
      token_hash: newId(),
      party_code: party.code,
      person_id: people[60 + (i % 240)] as string,
      created_at: now,
    })),
    400,
  );
  await writer.batchInsert(
    "cohosts",
    parties.map((party, i) => ({ party_code: party.code, person_id: people[60 + (i % 240)] as string })),
    400,
  );
  await store.write(async (tx) => {
    for (const person of people) await tx.people.offerLink(newId(), person, now + MINUTE);
    await tx.notes.put(notes, now);
    for (const person of people.slice(0, 30)) {
      await tx.drafts.put({
        id: newId(),
        personId: person,
        chat: chats[0] as string,
        command: "create",
        args: {},
        expiresAt: now + HOUR,
      });
      await tx.requests.ran(newId(), "{}", now);
    }
  });
  return { people, chats, parties, notes };
};

type Town = Awaited<ReturnType<typeof settle>>;

/** Everything that is asked while people wait, or all the time. */
const live = async (store: Store, { people, chats, parties, notes }: Town): Promise<void> => {
  const { reads, outbox, web } = store;
  const [person, guest] = [people[3] as string, people[100] as string];
  const [party, chat, codes] = [
    parties[3] as Town["parties"][number],
    chats[3] as string,
    parties.slice(0, 10).map((one) => one.code),
  ];
  const account = (await reads.people.accountsOf(person))[0];
  if (!account) throw new Error("nobody lives here");
  await reads.people.byAccount(account);
  await reads.people.byAccounts([account, { platform: "telegram", userId: "1" }]);
  await reads.people.byIds(people.slice(0, 5));
  await reads.people.accountsOfMany(people.slice(0, 5));
  await reads.chats.byKeys(chats.slice(0, 5));
  await reads.chats.find(room(1));
  await reads.chats.server("web", "server 1");
  await reads.parties.inServer("web", "server 1", now, 10);
  await reads.cards.ofMany(codes);
  await reads.parties.factsOfMany(codes);
  await reads.parties.mine(person, { past: false, now, limit: 10 });
  await reads.parties.mine(guest, { past: true, now, limit: 10 });
  await reads.parties.inChat(chat, now, 10);
  await reads.parties.standings(party.code, [person, guest]);
  await reads.parties.ahead(people.slice(70, 80), { from: now, to: now + 72 * HOUR });
  await reads.parties.standingsOf(guest, codes);
  await reads.parties.nearby({ at: { lat: 52.1, lng: 13 }, km: 50, from: now, limit: 10 });
  await reads.parties.within({ south: 52, west: 13, north: 52.2, east: 13.3, from: now, limit: 10 });
  await reads.parties.within({ south: -80, west: 13, north: 80, east: -20, from: now, to: now + 72 * HOUR, limit: 10 });
  await reads.rsvps.list(party.code, { answers: ["waitlisted"], limit: 20 });
  await reads.rsvps.counts(party.code);
  await reads.rsvps.waiting(party.code, people[75] as string);
  await reads.invitations.byTokenHash(hashToken("x"));
  await reads.calendars.byTokenHash(hashToken("x"));
  await reads.cards.of(party.code);
  await reads.cards.inChat(chat, party.code);
  await reads.cards.byMessage(chat, "m");
  await reads.drafts.open(person, chat, now);
  await reads.requests.reply("x");
  await web.post("room", "m", "{}", now);
  await web.replace("room", "m", "{}");
  await web.messages("room", 50);
  await web.byBearer("x");
  await web.members("room");
  await store.write(async (tx) => {
    await tx.people.ensure(account, { name: "Person", now: now + 1 });
    await tx.parties.edit(party.code, { title: "x" });
    await tx.parties.addCohost(party.code, guest, now);
    await tx.parties.nudge(party.code, now);
    await tx.rsvps.mute(party.code, people[75] as string, true);
    await tx.notes.told([newId(), newId()]);
    await tx.rsvps.answer({ party: party.code, personId: people[65] as string, answer: "maybe", now });
    await tx.rsvps.setMax(party.code, 12, now);
    await tx.notes.put([notes[0] as NewNote], now);
    await tx.notes.drop(party.code, "remind:");
    await tx.notes.dropKeys(["x"]);
    await tx.cards.shown("x", 1);
    await tx.cards.mirror(chat, codes, now);
    await tx.chats.ensure({ ...room(1), server: "server 2" });
    await tx.chats.setServer("web", "server 1", { locale: "de" });
    await tx.drafts.drop(person, chat);
    await tx.people.byAccounts([account]);
    await tx.people.known(account, "Person", now);
    await tx.people.offerLink("y", person, now + MINUTE);
    await tx.people.offeredBy("y", now);
    await tx.people.takeLink("y", now);
    // A host with a guest of the same parties, and two guests with a party in common.
    const [from, into, other] = [people[251] as string, people[250] as string, people[263] as string];
    await tx.notes.put(
      [{ ...(notes[0] as NewNote), key: newId(), to: { person: from }, reason: { kind: "promoted" } }],
      now,
    );
    await tx.people.merge(from, into, now);
    await tx.people.merge(other, person, now);
  });
  const leases = await outbox.claim({ now, until: now + MINUTE, limit: 10, owner: "me" });
  for (const lease of leases.slice(0, 2)) await outbox.finish(lease, now);
  await outbox.nextDue(now);
  await outbox.stats(now);
  await outbox.sweep(now + 1, now - HOUR);
};

describe.each(DATABASES)("plans on %s", (kind) => {
  let database: FreshDatabase;
  let connections: Connections;
  let store: Store;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    connections = await connect(database.url);
    await migrate(connections.writer);
    store = storeOn(connections, { keyring: createKeyring(newDataKey(1)) });
  });
  afterAll(async () => {
    await disconnect(connections);
    await database.drop();
  });

  it("no statement reads a whole table", async () => {
    const town = await settle(store, connections);
    if (kind === "mysql")
      await connections.writer.raw(
        "ANALYZE TABLE people, accounts, chats, servers, parties, cohosts, party_cell, rsvps, cards, drafts, notes, requests, invitations, calendars, link_codes",
      );
    const statements = new Map<string, Statement>();
    const listen = (query: Statement): void =>
      void statements.set(query.sql, { sql: query.sql, bindings: query.bindings ?? [] });
    for (const one of new Set([connections.reader, connections.writer])) one.on("query", listen);
    await live(store, town);
    for (const one of new Set([connections.reader, connections.writer])) one.removeListener("query", listen);
    const asked = [...statements.values()].filter(
      ({ sql }) => /^\s*(select|update|delete|\()/i.test(sql) && !/^\s*select 1/i.test(sql),
    );
    expect(asked.length).toBeGreaterThan(50);
    const scans: string[] = [];
    for (const statement of asked) scans.push(...(await scansOf(connections, statement)));
    expect(scans).toEqual([]);
  }, 60_000);
});

const scansOf = (connections: Connections, statement: Statement): Promise<string[]> =>
  connections.dialect === "sqlite" ? sqliteScans(connections, statement) : mysqlScans(connections, statement);

const sqliteScans = async ({ writer }: Connections, { sql, bindings }: Statement): Promise<string[]> => {
  const rows: { detail: string }[] = await writer.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings as never);
  // A SCAN of a subquery's own result is not one of a table.
  const scans = rows.filter(
    ({ detail }) => /^SCAN /.test(detail) && !/^SCAN (first|going|own|posted|\(|\d+ CONSTANT|CONSTANT)/.test(detail),
  );
  return scans.map(({ detail }) => `${detail}: ${sql}`);
};

const mysqlScans = async ({ writer }: Connections, { sql, bindings }: Statement): Promise<string[]> => {
  const [rows] = await writer.raw(`EXPLAIN ${sql}`, bindings as never);
  const scans = (rows as { table: string | null; type: string | null; rows: number }[]).filter(
    ({ table, type }) => table !== null && !table.startsWith("<") && (type === "ALL" || type === "index"),
  );
  return scans.map(({ table, type, rows: many }) => `${type} of ${table} (${many} rows): ${sql}`);
};
