// Contract: both databases keep what was set for a server, and each of its chats has it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Chat } from "../../src/domain/chat.ts";
import { eventsChat } from "../../src/domain/chat.ts";
import { HOUR } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { ChatRow, Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { hosted } from "../support/samples.ts";

const now = NOON;

describe.each(DATABASES)("servers on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());

  const channel = (server?: string): Chat => ({
    platform: "discord",
    chatId: newId(),
    ...(server !== undefined && { server }),
    kind: "group",
    reach: "post",
  });
  const ensure = (chat: Chat, title?: string): Promise<ChatRow> => store.write((tx) => tx.chats.ensure(chat, title));

  it("a chat has its own zone and language, else its server's, however it is read", async () => {
    const [server, other] = [newId(), newId()];
    const [hall, kitchen, away] = [channel(server), channel(server), channel(other)];
    const rows = [await ensure(hall), await ensure(kitchen), await ensure(away)] as const;
    await store.write(async (tx) => {
      await tx.chats.setServer("discord", server, { timeZone: "Europe/Berlin", locale: "de" });
      await tx.chats.set(rows[1].key, { timeZone: "Asia/Tokyo" });
    });
    const seen = (row: ChatRow | undefined) => [row?.timeZone, row?.locale, row?.server];
    const set = { events: false };
    expect(seen(await store.reads.chats.find(hall))).toEqual(["Europe/Berlin", "de", set]);
    expect(seen(await store.reads.chats.find(kitchen))).toEqual(["Asia/Tokyo", "de", set]);
    expect(seen(await store.reads.chats.find(away))).toEqual([undefined, undefined, undefined]);
    const byKey = new Map((await store.reads.chats.byKeys(rows.map((row) => row.key))).map((row) => [row.key, row]));
    expect(rows.map(({ key }) => seen(byKey.get(key)))).toEqual([
      ["Europe/Berlin", "de", set],
      ["Asia/Tokyo", "de", set],
      [undefined, undefined, undefined],
    ]);
    expect(seen(await ensure(channel(server)))).toEqual(["Europe/Berlin", "de", set]);
    expect(byKey.get(rows[0].key)?.ref).toEqual(hall);
  });

  it("what is set for a server stays until it is set anew or cleared, and is of one platform alone", async () => {
    const server = newId();
    const { key } = await ensure(channel(server));
    const at = () => store.reads.chats.server("discord", server);
    expect(await at()).toBeUndefined();
    await store.write((tx) => tx.chats.setServer("discord", server, { remindersChat: key, events: true }));
    await store.write((tx) => tx.chats.setServer("discord", server, { locale: "de" }));
    const all = { platform: "discord", serverId: server, locale: "de", remindersChat: key, events: true };
    expect(await at()).toEqual(all);
    await store.write((tx) => tx.chats.setServer("discord", server, {}));
    expect(await at()).toEqual(all);
    await store.write((tx) => tx.chats.setServer("discord", server, { remindersChat: undefined, events: false }));
    expect(await at()).toEqual({ platform: "discord", serverId: server, locale: "de", events: false });
    expect(await store.reads.chats.server("telegram", server)).toBeUndefined();
    await Promise.all(["en", "de"].map((locale) => store.write((tx) => tx.chats.setServer("web", server, { locale }))));
    expect(["en", "de"]).toContain((await store.reads.chats.server("web", server))?.locale);
  });

  it("a chat follows the server it is seen in, and belongs to none before", async () => {
    const server = newId();
    await store.write((tx) => tx.chats.setServer("discord", server, { timeZone: "Europe/Paris" }));
    const alone = channel();
    const { key, ref } = await ensure(alone, "hall");
    expect(ref).not.toHaveProperty("server");
    const joined = await ensure({ ...alone, server });
    expect(joined).toMatchObject({ key, title: "hall", timeZone: "Europe/Paris", ref: { server } });
    expect(await store.reads.chats.find(alone)).toEqual(joined);
    const left = await ensure(alone);
    expect(left.ref.server).toBeUndefined();
    expect(left.timeZone).toBeUndefined();
  });

  it("a server's parties are those with a card in one of its open chats, each once, soonest first", async () => {
    const server = newId();
    const [hall, kitchen, gone, elsewhere] = [channel(server), channel(server), channel(server), channel(newId())];
    const rows = [await ensure(hall), await ensure(kitchen), await ensure(gone), await ensure(elsewhere)] as const;
    const events = await ensure(eventsChat("discord", server));
    const post = async (key: string, startsAt: number, twice?: string): Promise<string> => {
      const { party } = await hosted(store, 0, { startsAt });
      await store.write(async (tx) => {
        await tx.cards.add({ id: newId(), party: party.code, chat: key }, now);
        if (twice !== undefined) await tx.cards.add({ id: newId(), party: party.code, chat: twice }, now);
      });
      return party.code;
    };
    const later = await post(rows[0].key, now + 48 * HOUR, rows[1].key);
    const sooner = await post(rows[1].key, now + 24 * HOUR, events.key);
    await post(rows[0].key, now - 100 * HOUR);
    await post(rows[2].key, now + HOUR);
    await post(rows[3].key, now + HOUR);
    await post(events.key, now + HOUR);
    const off = await post(rows[0].key, now + HOUR);
    await store.write(async (tx) => {
      await tx.chats.set(rows[2].key, { gone: true });
      await tx.parties.edit(off, { state: "calledOff" });
    });
    const codes = async (limit: number) =>
      (await store.reads.parties.inServer("discord", server, now, limit)).map((party) => party.code);
    expect(await codes(10)).toEqual([sooner, later]);
    expect(await codes(1)).toEqual([sooner]);
    const cards = await store.reads.cards.ofMany([later, sooner]);
    expect(cards.map((card) => card.party).sort()).toEqual([later, later, sooner, sooner].sort());
  });

  it("a party has one card among a server's events, also when many ask at the same moment", async () => {
    const server = newId();
    const { key } = await ensure(eventsChat("discord", server));
    const codes = [(await hosted(store, 0)).party.code, (await hosted(store, 0)).party.code];
    const made = await Promise.all(
      Array.from({ length: 8 }, () => store.write((tx) => tx.cards.mirror(key, codes, now))),
    );
    expect(new Set(made.flat().map((card) => card.id)).size).toBe(2);
    const [card] = made.flat();
    if (!card) throw new Error("no card");
    await store.write((tx) => tx.cards.shown(card.id, 7, "event"));
    const again = await store.write((tx) => tx.cards.mirror(key, codes, now));
    expect(again.find((one) => one.id === card.id)).toMatchObject({ shownVersion: 7, messageId: "event", chat: key });
  });
});
