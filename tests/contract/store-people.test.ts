// Contract: both databases know who is who, and where they talk, in the same way.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Account, Chat } from "../../src/domain/chat.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { hosted } from "../support/samples.ts";

const now = NOON;

describe.each(DATABASES)("people and chats on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());

  const account = (): Account => ({ platform: "telegram", userId: newId() });
  const group = (): Chat => ({ platform: "telegram", chatId: newId(), kind: "group", reach: "post" });

  it("makes a person once for an account, follows a new name, and keeps what the person chose", async () => {
    const mine = account();
    const first = await store.write((tx) => tx.people.ensure(mine, { name: "Ann", locale: "de", now }));
    await store.write((tx) => tx.people.set(first.id, { timeZone: "Europe/Berlin", locale: "en", reminders: false }));
    const again = await store.write((tx) =>
      tx.people.ensure(mine, { name: "Ann-Marie 🎉", locale: "fr", timeZone: "Asia/Tokyo", now: now + 1 }),
    );
    expect(again).toEqual({
      id: first.id,
      name: "Ann-Marie 🎉",
      locale: "en",
      timeZone: "Europe/Berlin",
      reminders: false,
    });
    expect(await store.reads.people.byAccount(mine)).toEqual(again);
    expect(await store.reads.people.byIds([first.id, "nobody"])).toEqual([again]);
    expect(await store.reads.people.byAccount({ ...mine, platform: "discord" })).toBeUndefined();
    const named = await store.write((tx) => tx.people.known(mine, "Somebody", now + 9));
    expect(named).toEqual(again);
    expect(await store.reads.people.accountsOf(first.id)).toEqual([
      { ...mine, personId: first.id, lastUsedAt: now + 1, unreachable: false, acted: true },
    ]);
    const stranger = account();
    const met = await store.write((tx) => tx.people.known(stranger, "New", now));
    expect(await store.reads.people.byAccounts([stranger, account(), mine])).toEqual([met.id, undefined, first.id]);
    expect(await store.reads.people.accountsOf(met.id)).toMatchObject([{ acted: false }]);
    // At the very moment of the mention: still they act now.
    expect((await store.write((tx) => tx.people.ensure(stranger, { name: "New", now }))).id).toBe(met.id);
    expect(await store.reads.people.accountsOf(met.id)).toMatchObject([{ acted: true }]);
  });

  it("people who arrive at once under one account are one person", async () => {
    const mine = account();
    const people = await Promise.all(
      Array.from({ length: 12 }, () => store.write((tx) => tx.people.ensure(mine, { name: "Ann", now }))),
    );
    expect(new Set(people.map((person) => person.id)).size).toBe(1);
  });

  it("tells accounts that cannot be reached last, until they are used again", async () => {
    const [old, recent] = [account(), account()];
    const person = await store.write((tx) => tx.people.ensure(old, { name: "Ann", now }));
    const other = await store.write((tx) => tx.people.ensure(recent, { name: "Ann", now: now + 5 }));
    await store.outbox.setUnreachable(recent, true);
    const all = await store.reads.people.accountsOfMany([person.id, other.id]);
    expect(all.map((one) => [one.userId, one.unreachable])).toEqual([
      [old.userId, false],
      [recent.userId, true],
    ]);
    await store.write((tx) => tx.people.ensure(recent, { name: "Ann", now: now + 6 }));
    expect((await store.reads.people.accountsOf(other.id))[0]?.unreachable).toBe(false);
  });

  it("tells ids apart by their case", async () => {
    const id = newId();
    const [a, b] = await store.write(
      async (tx) =>
        [
          await tx.people.ensure({ platform: "web", userId: `x${id}` }, { name: "a", now }),
          await tx.people.ensure({ platform: "web", userId: `X${id}` }, { name: "b", now }),
        ] as const,
    );
    expect(a.id).not.toBe(b.id);
  });

  it("keeps a chat and its threads apart, and what was set for it", async () => {
    const chat = group();
    const row = await store.write((tx) => tx.chats.ensure(chat, "Friends"));
    const thread = await store.write((tx) => tx.chats.ensure({ ...chat, threadId: "7" }));
    expect(thread.key).not.toBe(row.key);
    await store.write((tx) =>
      tx.chats.set(row.key, { timeZone: "Europe/Berlin", locale: "de", reminders: false, gone: true }),
    );
    expect(await store.reads.chats.find(chat)).toEqual({
      key: row.key,
      ref: chat,
      title: "Friends",
      locale: "de",
      timeZone: "Europe/Berlin",
      reminders: false,
      gone: true,
    });
    expect((await store.write((tx) => tx.chats.ensure(chat))).gone).toBe(false);
    expect((await store.reads.chats.byKeys([thread.key]))[0]?.ref.threadId).toBe("7");
    expect(await store.reads.chats.find(group())).toBeUndefined();
  });

  it("a chat that moves to another id keeps its cards and settings, also when somebody was faster under the new id", async () => {
    const [from, to] = [group(), group()];
    const { party } = await hosted(store, 0);
    const [a, b] = [newId(), newId()];
    const old = await store.write(async (tx) => {
      const row = await tx.chats.ensure(from, "Friends");
      await tx.chats.set(row.key, { timeZone: "Europe/Paris" });
      await tx.cards.add({ id: a, party: party.code, chat: row.key }, now);
      await tx.cards.add({ id: b, party: party.code, chat: (await tx.chats.ensure(to)).key }, now + 1);
      await tx.chats.migrate(from, to);
      return row;
    });
    expect(await store.reads.chats.find(to)).toMatchObject({
      key: old.key,
      title: "Friends",
      timeZone: "Europe/Paris",
      ref: to,
    });
    expect(await store.reads.chats.find(from)).toBeUndefined();
    expect((await store.reads.cards.of(party.code)).map((card) => [card.id, card.chat])).toEqual([
      [a, old.key],
      [b, old.key],
    ]);
  });
});
