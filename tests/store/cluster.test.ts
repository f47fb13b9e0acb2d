// Store: several hosts in one address: a node that is gone, hangs or breaks off is left for the next, and nothing is lost or done twice.
import { afterEach, expect, test } from "vitest";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import type { Nodes } from "../../src/store/mysql-hosts.ts";
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

const rounds = (nodes: Nodes<string>, many: number, fit: readonly string[]): void => {
  for (let i = 0; i < many; i += 1) for (const node of fit) nodes.told(node, "fit");
};

test("the first node of the address that is fit is used; one that comes back is gone back to after ten seconds", () => {
  const nodes = createNodes(["a", "b", "c"]);
  expect(nodes.order()).toEqual(["a", "b", "c"]);
  nodes.ill("a");
  expect(nodes.order()).toEqual(["b", "c"]);
  rounds(nodes, 19, ["a", "b", "c"]);
  expect(nodes.order()).toEqual(["b", "c", "a"]);
  expect([nodes.keeps("a"), nodes.keeps("b")]).toEqual([false, true]);
  rounds(nodes, 1, ["a", "b", "c"]);
  expect([nodes.keeps("a"), nodes.keeps("b")]).toEqual([true, false]);
});

test("a node that falls again and again is trusted later each time, and at last as before", () => {
  const nodes = createNodes(["a", "b"]);
  const untilBack = (): number => {
    nodes.told("a", "out");
    nodes.told("a", "out");
    for (let many = 1; ; many += 1) {
      rounds(nodes, 1, ["a", "b"]);
      if (nodes.keeps("a")) return many;
    }
  };
  expect([untilBack(), untilBack(), untilBack()]).toEqual([20, 40, 80]);
  for (let i = 0; i < 5; i += 1) untilBack();
  expect(untilBack()).toBe(320);
  rounds(nodes, 400, ["a", "b"]);
  expect(untilBack()).toBe(20);
});

test("a node that gives its data to another is spared while there is one that does not; when all are out nobody is asked", () => {
  const nodes = createNodes(["a", "b"]);
  nodes.told("a", "spare");
  expect(nodes.order()).toEqual(["b", "a"]);
  nodes.ill("b");
  expect(nodes.order()).toEqual(["a"]);
  nodes.told("a", "out");
  expect(nodes.order()).toEqual([]);
  nodes.told("b", "fit");
  expect(nodes.order()).toEqual(["b"]);
});

test("a lone server is asked each time", () => {
  const nodes = createNodes(["a"]);
  nodes.ill("a");
  expect(nodes.order()).toEqual(["a"]);
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
