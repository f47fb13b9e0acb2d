// Tests: a server's own chat for reminders, and its parties among the events that its platform keeps.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { View } from "../../src/chat/view.ts";
import { eventsChat } from "../../src/domain/chat.ts";
import type { Party } from "../../src/domain/party.ts";
import { Secret } from "../../src/domain/secret.ts";
import { DAY, HOUR, SECOND } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { ServerPatch, Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, type Room, type World } from "./world.ts";

describe.each(DATABASES)("servers on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  let world: World;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const room = async (server: string, name: string): Promise<Room> => {
    const chatId = `${name}.${server}`;
    const chat = { platform: "web", chatId, server, kind: "group", reach: "post" } as const;
    return { key: (await store.write((tx) => tx.chats.ensure(chat, name))).key, to: `#${chatId}` };
  };
  /** A server with two rooms and a third for reminders, a host, and somebody who comes. */
  const town = async () => {
    const server = newId();
    const [host, ana] = await world.people("host", "ana");
    if (!host || !ana) throw new Error("nobody");
    const rooms = [await room(server, "hall"), await room(server, "kitchen"), await room(server, "board")] as const;
    const [hall, kitchen, board] = rooms;
    return { server, host, ana, hall, kitchen, board, events: `#${eventsChat("web", server).chatId}` };
  };
  const set = (server: string, patch: ServerPatch) =>
    world.act(async (tx, record) => {
      const { remindersChat, events = false } = (await tx.chats.server("web", server)) ?? {};
      await tx.chats.setServer("web", server, patch);
      const was = { ...(remindersChat !== undefined && { remindersChat }), events };
      record({ kind: "serverSet", platform: "web", server, was });
    });
  const post = (party: string, { key }: Room) =>
    world.act(async (tx, record) => {
      const card = newId();
      await tx.cards.add({ id: card, party, chat: key }, world.clock.now);
      record({ kind: "carded", party, card });
    });
  const reminders = (...rooms: readonly Room[]): string[][] =>
    rooms.map(({ to }) => world.told(to).filter((what) => what.startsWith("remind")));
  const entries = (to: string): View["event"][] => world.web.shown(to).map((view) => view.event);

  describe("a chat for reminders", () => {
    test("it is reminded once of a party with two cards, and where the cards are nobody is", async () => {
      const { server, host, ana, hall, kitchen, board } = await town();
      await set(server, { remindersChat: board.key });
      const { code, startsAt } = await world.host(host, [hall, kitchen]);
      await world.answer(code, ana, "going");
      await world.at(startsAt - 24 * HOUR);
      await world.at(startsAt - 2 * HOUR);
      expect(reminders(hall, kitchen, board)).toEqual([[], [], ["remind 24h", "remind 2h"]]);
      expect(world.told(ana.to)).toEqual(["remind 24h", "remind 2h"]);
      expect(world.told(hall.to)[0]).toBe("card");
      expect(world.told(board.to)).not.toContain("card");
      expect(world.web.shown(board.to)[0]?.seenBy).toBe("group");
    });

    test("chosen, changed and given up, it takes the reminders of parties that are planned already along", async () => {
      const { server, host, hall, kitchen, board } = await town();
      const first = await world.host(host, [hall, kitchen]);
      const then = await world.host(host, [hall], { startsAt: first.startsAt + DAY });
      await set(server, { remindersChat: board.key });
      await world.at(first.startsAt - 24 * HOUR);
      expect(reminders(hall, kitchen, board)).toEqual([[], [], ["remind 24h"]]);
      await set(server, { remindersChat: kitchen.key });
      await world.at(first.startsAt - 2 * HOUR);
      expect(reminders(hall, kitchen, board)).toEqual([[], ["remind 2h"], ["remind 24h"]]);
      await set(server, { remindersChat: undefined });
      await world.at(then.startsAt - 24 * HOUR);
      expect(reminders(hall, kitchen, board)).toEqual([["remind 24h"], ["remind 2h"], ["remind 24h"]]);
      await world.move(then.code, { startsAt: then.startsAt + DAY });
      await set(server, { remindersChat: board.key });
      await world.at(then.startsAt);
      await world.at(then.startsAt + DAY);
      expect(reminders(hall, kitchen, board)).toEqual([["remind 24h"], ["remind 2h"], ["remind 24h", "remind 24h"]]);
    });

    test("a party in two servers is reminded in the one's chat and where its card is in the other", async () => {
      const [one, other] = [await town(), await town()];
      await set(one.server, { remindersChat: one.board.key });
      const { code, startsAt } = await world.host(one.host, [one.hall, other.hall]);
      await post(code, other.kitchen);
      await world.at(startsAt - 24 * HOUR);
      expect(reminders(one.hall, one.board, other.hall, other.kitchen)).toEqual([
        [],
        ["remind 24h"],
        ["remind 24h"],
        ["remind 24h"],
      ]);
    });

    test("it can be switched off and on like any chat, and the rooms it stands for stay quiet", async () => {
      const { server, host, hall, board } = await town();
      await set(server, { remindersChat: board.key });
      const { startsAt } = await world.host(host, [hall]);
      await world.chatReminders(board, false);
      await world.chatReminders(hall, false);
      await world.chatReminders(hall, true);
      await world.at(startsAt - 24 * HOUR);
      expect(reminders(hall, board)).toEqual([[], []]);
      await world.chatReminders(board, true);
      await world.at(startsAt - 2 * HOUR);
      expect(reminders(hall, board)).toEqual([[], ["remind 2h"]]);
    });

    test("while nothing can be posted there, the chats with the card are reminded themselves", async () => {
      const { server, host, hall, board } = await town();
      await set(server, { remindersChat: board.key });
      await store.write((tx) => tx.chats.set(board.key, { gone: true }));
      const { startsAt } = await world.host(host, [hall]);
      await world.at(startsAt - 24 * HOUR);
      expect(reminders(hall, board)).toEqual([["remind 24h"], []]);
    });

    test.each([
      ["the platform says so", (to: string) => world.web.fault(to, { outcome: "unreachable", why: "no such channel" })],
      ["it is known", (_: string, key: string) => store.write((tx) => tx.chats.set(key, { gone: true }))],
    ])("once it is gone, and %s, what was planned for it is told where the card is", async (_, goes) => {
      const { server, host, hall, board } = await town();
      const { startsAt } = await world.host(host, [hall]);
      await set(server, { remindersChat: board.key });
      await goes(board.to, board.key);
      await world.at(startsAt - 24 * HOUR);
      await world.at(startsAt - 24 * HOUR + SECOND);
      await world.at(startsAt - 2 * HOUR);
      await world.at(startsAt - 2 * HOUR + SECOND);
      expect(reminders(hall, board)).toEqual([["remind 24h", "remind 2h"], []]);
    });

    test("changes and cancellations are told where the card is, not there", async () => {
      const { server, host, hall, board } = await town();
      await set(server, { remindersChat: board.key });
      const { code, startsAt } = await world.host(host, [hall]);
      await world.move(code, { startsAt: startsAt + DAY });
      await world.sender.drain();
      await world.callOff(code);
      await world.at(startsAt + DAY);
      expect(world.told(hall.to).filter((what) => what !== "card")).toEqual(["moved", "calledOff"]);
      expect(world.told(board.to)).toEqual([]);
    });
  });

  describe("events", () => {
    const secret: Partial<Party> = { place: { label: "Kreuzberg, Berlin", address: new Secret("Naunynstraße 27") } };

    test("a party posted in a server is one of its events too, once, with what everybody may know", async () => {
      const { server, host, hall, kitchen, events } = await town();
      await set(server, { events: true, locale: "en" });
      const { code, startsAt } = await world.host(host, [hall], secret);
      await post(code, kitchen);
      await world.sender.drain();
      expect(entries(events)).toEqual([
        { startsAt, timeZone: "Europe/Berlin", place: "Kreuzberg, Berlin", calledOff: false },
      ]);
      expect(JSON.stringify(world.web.shown(events))).not.toContain("Naunyn");
      expect(entries(hall.to)).toEqual(entries(events));
    });

    test("the event follows the party, and is told nothing else: no reminder, no change, no cancellation", async () => {
      const { server, host, ana, hall, events } = await town();
      await set(server, { events: true });
      const { code, startsAt } = await world.host(host, [hall], secret);
      await world.answer(code, ana, "going");
      await world.sender.drain();
      await world.rename(code, "Garden BBQ");
      await world.move(code, { startsAt: startsAt + DAY });
      await world.at(startsAt + DAY - 24 * HOUR);
      await world.at(startsAt + DAY - 2 * HOUR);
      expect(world.web.shown(events).map((view) => [view.title, view.event?.startsAt])).toEqual([
        ["Garden BBQ", startsAt + DAY],
      ]);
      await world.callOff(code);
      await world.sender.drain();
      expect(entries(events)).toMatchObject([{ calledOff: true }]);
      expect(new Set(world.told(events))).toEqual(new Set(["card"]));
      expect(world.told(hall.to)).toContain("calledOff");
    });

    test("switched on, upcoming parties become events; switched off, those are called off there and nowhere else", async () => {
      const { server, host, hall, kitchen, events } = await town();
      const first = await world.host(host, [hall, kitchen]);
      const begun = await world.host(host, [hall], { startsAt: world.clock.now - HOUR });
      await world.host(host, [hall]).then(({ code }) => world.callOff(code));
      await world.sender.drain();
      expect(entries(events)).toEqual([]);
      await set(server, { events: true });
      await world.sender.drain();
      expect(entries(events)).toMatchObject([{ startsAt: first.startsAt, calledOff: false }]);
      const posts = world.web.delivered.filter((one) => one.to === hall.to).length;
      await set(server, { events: false });
      await world.sender.drain();
      expect(entries(events)).toMatchObject([{ calledOff: true }]);
      const told = world.told(events).length;
      await world.rename(first.code, "Garden BBQ");
      await world.rename(begun.code, "Late BBQ");
      const next = await world.host(host, [hall]);
      await world.sender.drain();
      expect(world.told(events)).toHaveLength(told);
      expect(entries(hall.to).filter((event) => event?.calledOff)).toHaveLength(1);
      expect(world.web.delivered.filter((one) => one.to === hall.to)).toHaveLength(posts + 3);
      await set(server, { events: true });
      await world.sender.drain();
      const starts = entries(events).map((event) => [event?.startsAt, event?.calledOff]);
      expect(starts.sort()).toEqual([
        [first.startsAt, false],
        [next.startsAt, false],
      ]);
    });

    test("an event that was deleted is made anew when events are on again", async () => {
      const { server, host, hall, events } = await town();
      await set(server, { events: true });
      await world.host(host, [hall]);
      await world.sender.drain();
      const made = world.web.delivered.find((one) => one.to === events)?.messageId ?? "";
      await set(server, { events: false });
      await world.sender.drain();
      world.web.remove(made);
      await set(server, { events: true });
      await world.sender.drain();
      expect(entries(events)).toMatchObject([{ calledOff: false }]);
      expect(world.web.delivered.at(-1)?.messageId).not.toBe(made);
    });

    test("switched off before anything was sent, there is no event at all", async () => {
      const { server, host, hall, events } = await town();
      await set(server, { events: true });
      await world.host(host, [hall]);
      await set(server, { events: false });
      await world.sender.drain();
      expect(world.told(events)).toEqual([]);
    });

    test("a switch while the event is on its way is not lost", async () => {
      const { server, host, hall, events } = await town();
      await set(server, { events: true });
      await world.host(host, [hall]);
      let once = false;
      world.web.onDeliver(async (to) => {
        if (to !== events || once) return;
        once = true;
        await set(server, { events: false });
      });
      await world.sender.drain();
      await world.at(world.clock.now);
      expect(entries(events)).toMatchObject([{ calledOff: true }]);
    });

    test("a server that lets the bot make no events is left alone until its next party, and its cards are posted", async () => {
      const { server, host, hall, events } = await town();
      await set(server, { events: true });
      world.web.fault(events, { outcome: "unreachable", why: "no permission" });
      const { code } = await world.host(host, [hall]);
      await world.sender.drain();
      await world.rename(code, "Garden BBQ");
      await world.sender.drain();
      expect(world.told(events)).toEqual([]);
      expect(world.web.shown(hall.to)[0]?.title).toBe("Garden BBQ");
      expect((await store.reads.chats.find(eventsChat("web", server)))?.gone).toBe(true);
      await world.host(host, [hall]);
      await world.sender.drain();
      expect(entries(events)).toHaveLength(1);
    });

    test("where events are off, and in chats of no server, nothing stands among events", async () => {
      const { host, hall, events } = await town();
      const flat = await world.group("flat");
      await world.host(host, [hall, flat]);
      await world.sender.drain();
      expect(world.told(events)).toEqual([]);
      expect(world.web.delivered.filter(({ to }) => to.startsWith("#events:"))).toEqual([]);
    });
  });
});
