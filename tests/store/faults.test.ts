// Transactions: what passes is tried again from the start, what does not is told; a busy file never blocks the process.
import { afterEach, describe, expect, it } from "vitest";
import type { Account } from "../../src/domain/chat.ts";
import { newId } from "../../src/safety/tokens.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store, Tx } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, freshDatabase, freshStore, type Kind } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";
import { hosted } from "../support/samples.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const fresh = async (kind: Kind) => {
  const one = await freshStore(kind);
  endings.push(one.close);
  return one;
};

/** A store that tells of its retries. */
const watched = async (kind: Kind): Promise<{ store: Store; url: string; retries: unknown[] }> => {
  const { url, drop } = await freshDatabase(kind);
  const retries: unknown[] = [];
  const store = await openStore({
    url,
    keyring: createKeyring(newDataKey(1)),
    log: (event, detail) => event === "store.retry" && retries.push(detail?.["why"]),
  });
  endings.push(drop, () => store.close());
  return { store, url, retries };
};

/** Resolves for all when `many` have come. */
const meeting = (many: number): (() => Promise<void>) => {
  const waiting: (() => void)[] = [];
  return () =>
    new Promise((go) => {
      waiting.push(go);
      if (waiting.length >= many) for (const one of waiting) one();
    });
};

it("two transactions that deadlock on MySQL both succeed, one of them at the second try", async () => {
  const { store, retries } = await watched("mysql");
  const [a, b] = [await hosted(store, 0), await hosted(store, 0)];
  const met = meeting(2);
  const runs = { ab: 0, ba: 0 };
  const touchBoth = (name: keyof typeof runs, first: string, second: string) => async (tx: Tx) => {
    runs[name] += 1;
    await tx.parties.touch(first);
    if (runs[name] === 1) await met();
    await tx.parties.touch(second);
  };
  await Promise.all([
    store.write(touchBoth("ab", a.party.code, b.party.code)),
    store.write(touchBoth("ba", b.party.code, a.party.code)),
  ]);
  expect(runs.ab + runs.ba).toBe(3);
  expect(retries).toEqual(["ER_LOCK_DEADLOCK"]);
  const versions = await store.reads.parties.many([a.party.code, b.party.code]);
  expect(versions.map((party) => party.version)).toEqual([3, 3]);
});

it("a connection that is killed in the middle is replaced, and the transaction runs again", async () => {
  const { store, url, retries } = await watched("mysql");
  const account: Account = { platform: "web", userId: newId() };
  let runs = 0;
  await store.write(async (tx) => {
    runs += 1;
    await tx.people.ensure(account, { name: "Ann", now: NOON });
    if (runs === 1) await besides(url, killOthers);
    await tx.people.ensure({ platform: "web", userId: newId() }, { name: "Bo", now: NOON });
  });
  expect(runs).toBe(2);
  expect(retries).toHaveLength(1);
  expect((await store.reads.people.byAccount(account))?.name).toBe("Ann");
});

const killOthers = async ({ writer }: Parameters<Parameters<typeof besides>[1]>[0]): Promise<void> => {
  const [rows] = await writer.raw(
    "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()",
  );
  for (const { id } of rows as { id: number }[]) await writer.raw(`KILL ${id}`);
};

it("another process that writes the same SQLite file is waited for, and the event loop goes on meanwhile", async () => {
  const { store, url, retries } = await watched("sqlite");
  const turns = { many: 0 };
  await besides(url, async ({ writer }) => {
    const held = await writer.transaction();
    const write = store.write((tx) => tx.people.ensure({ platform: "web", userId: "u" }, { name: "Ann", now: NOON }));
    // Reading goes on beside a writer.
    expect(await store.reads.people.byAccount({ platform: "web", userId: "u" })).toBeUndefined();
    while (retries.length < 3) await new Promise((next) => setImmediate(next, (turns.many += 1)));
    await held.commit();
    expect((await write).name).toBe("Ann");
  });
  expect(new Set(retries)).toEqual(new Set(["SQLITE_BUSY"]));
  expect(turns.many).toBeGreaterThan(10);
});

describe.each(DATABASES)("on %s", (kind) => {
  it("transactions do not see each other's middle, and their queries do not mix", async () => {
    const { store } = await fresh(kind);
    const { party } = await hosted(store, 0);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store.write(async (tx) => {
          const before = await tx.parties.edit(party.code, { title: party.title });
          await new Promise((next) => setImmediate(next));
          const after = await tx.parties.edit(party.code, { title: party.title });
          expect(after.version).toBe(before.version + 1);
        }),
      ),
    );
    expect((await store.reads.parties.get(party.code))?.version).toBe(41);
  });

  it("a fault that does not pass is told at once", async () => {
    const { store } = await fresh(kind);
    let runs = 0;
    await expect(
      store.write(async (tx) => {
        runs += 1;
        await tx.parties.touch("nothing2");
        throw new TypeError("a mistake");
      }),
    ).rejects.toThrow("a mistake");
    expect(runs).toBe(1);
  });

  it("reading sees what a write that resolved has written", async () => {
    const { store } = await fresh(kind);
    for (let i = 0; i < 20; i += 1) {
      const account: Account = { platform: "web", userId: `u${i}` };
      await store.write((tx) => tx.people.ensure(account, { name: "Ann", now: NOON }));
      expect((await store.reads.people.byAccount(account))?.name).toBe("Ann");
    }
  });
});
