// Store: several hosts in one address: a node that is gone, hangs or breaks off is left for the next, and nothing is lost or done twice.
import { afterEach, expect, test } from "vitest";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { createNodes, readMysqlUrl } from "../../src/store/mysql-hosts.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { freshDatabase } from "../support/databases.ts";
import type { Road } from "../support/slow-road.ts";
import { openRoad } from "../support/slow-road.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** One database by two roads, as if they were two nodes that always agree. */
const twoNodes = async (): Promise<{ store: Store; first: Road; second: Road }> => {
  const fresh = await freshDatabase("mysql");
  const [first, second] = [await openRoad(fresh.url), await openRoad(fresh.url)];
  const url = new URL(fresh.url);
  const both = fresh.url.replace(url.host, [first, second].map((road) => new URL(road.url).host).join(","));
  const store = await openStore({ url: both, keyring: createKeyring(newDataKey(1)) });
  closing.push(fresh.drop, first.close, second.close, store.close);
  return { store, first, second };
};

const someone = (store: Store, i: number): Promise<{ name: string }> =>
  store.write((tx) => tx.people.ensure({ platform: "web", userId: `u${i}` }, { name: `Guest ${i}`, now: NOON }));

test("an address may name several hosts", () => {
  expect(readMysqlUrl("mysql://ada:p%40ss:word@one:3307,[::1],three/party?ssl=true")).toEqual({
    hosts: [
      { host: "one", port: 3307 },
      { host: "::1", port: 3306 },
      { host: "three", port: 3306 },
    ],
    user: "ada",
    password: "p@ss:word",
    database: "party",
    tls: true,
  });
  for (const wrong of ["mysql://one,/party", "mysql://one:0/party", "mysql://one", "postgres://one/party"])
    expect(readMysqlUrl(wrong)).toBeUndefined();
});

test("whoever failed comes last, whoever serves comes first", () => {
  const nodes = createNodes(["a", "b", "c"]);
  nodes.ill("a");
  expect(nodes.order()).toEqual(["b", "c", "a"]);
  nodes.well("c");
  expect(nodes.order()).toEqual(["c", "b", "a"]);
});

test("a node that is not there when the program starts does not matter", async () => {
  const fresh = await freshDatabase("mysql");
  closing.push(fresh.drop);
  const url = fresh.url.replace(new URL(fresh.url).host, `127.0.0.1:1,${new URL(fresh.url).host}`);
  const store = await openStore({ url, keyring: createKeyring(newDataKey(1)) });
  closing.push(store.close);
  expect((await someone(store, 1)).name).toBe("Guest 1");
});

test("a node that hangs in the middle is left for the other, and each write is there once", async () => {
  const { store, first } = await twoNodes();
  await someone(store, 0);
  const writes = Array.from({ length: 12 }, (_, i) => someone(store, i));
  first.freeze();
  await Promise.all(writes);
  const known = await store.reads.people.byAccounts(
    Array.from({ length: 12 }, (_, i) => ({ platform: "web" as const, userId: `u${i}` })),
  );
  expect(new Set(known.filter((id) => id !== undefined)).size).toBe(12);
}, 30_000);

test("connections that break off are made anew, now here, now there", async () => {
  const { store, first, second } = await twoNodes();
  for (let round = 0; round < 6; round += 1) {
    const writes = Array.from({ length: 4 }, (_, i) => someone(store, round * 4 + i));
    (round % 2 === 0 ? first : second).cut();
    await Promise.all(writes);
  }
  const accounts = Array.from({ length: 24 }, (_, i) => ({ platform: "web" as const, userId: `u${i}` }));
  expect((await store.reads.people.byAccounts(accounts)).every((id) => id !== undefined)).toBe(true);
}, 30_000);
