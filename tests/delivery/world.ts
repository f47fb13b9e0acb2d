// Tests: a town of people, chats and parties on a real store, with a sender and a clock in the test's hand.
import type { Platform } from "../../src/domain/chat.ts";
import type { CardId, ChatKey, Note, PartyEvent } from "../../src/domain/note.ts";
import { CODE_ALPHABET, CODE_LENGTH, type Party, type PartyCode } from "../../src/domain/party.ts";
import type { PersonId } from "../../src/domain/person.ts";
import { minutesOf } from "../../src/domain/reminders.ts";
import { HOUR, type Instant } from "../../src/domain/time.ts";
import { cardNonce, noteNonce } from "../../src/delivery/nonce.ts";
import { plan } from "../../src/delivery/plan.ts";
import { newId } from "../../src/safety/tokens.ts";
import { createSender, type Sender, type SenderParts } from "../../src/delivery/post.ts";
import type { Store, Tx } from "../../src/store/types.ts";
import { en } from "../../src/words/en.ts";
import { links } from "./links.ts";
import { createRecorder, type Recorder } from "./recorder.ts";

export const NOON: Instant = Date.UTC(2030, 5, 1, 12);

export type World = Awaited<ReturnType<typeof createWorld>>;

export type Someone = { id: PersonId; to: string };
export type Room = { key: ChatKey; to: string };

/** Worlds share a store: every name is of one world only, and the senders of the one before are gone. */
let world = 0;
const before = new WeakMap<Store, () => Promise<unknown>>();

export const createWorld = async (store: Store, platform: Platform = "web") => {
  const web: Recorder = createRecorder(platform);
  const of = `.${++world}`;
  const notes = new Map<string, Note>();
  const alarms: string[] = [];
  const clock = { now: NOON };
  const log = { warn: () => {}, error: (_: Record<string, unknown>, event: string) => void alarms.push(event) };
  const senders: Sender[] = [];
  const senderWith = (more: Partial<SenderParts> = {}): Sender => {
    const made = createSender({
      store,
      adapters: new Map([[platform, web.adapter]]),
      words: () => en,
      links,
      now: () => clock.now,
      owner: newId(),
      log,
      random: () => 0.5,
      timer: false,
      ...more,
      hooks: {
        at: async (point, note) => {
          if (point === "written" && note) {
            notes.set(noteNonce(note), note);
            if ("card" in note.to) notes.set(cardNonce({ id: note.to.card }), note);
          }
          await more.hooks?.at?.(point, note);
        },
      },
    });
    senders.push(made);
    return made;
  };
  await before.get(store)?.();
  const sender = senderWith();
  before.set(store, () => Promise.all(senders.map((one) => one.stop())));
  const act = <T>(run: (tx: Tx, record: (event: PartyEvent) => void) => Promise<T>): Promise<T> =>
    store.write(async (tx) => {
      const events: PartyEvent[] = [];
      const result = await run(tx, (event) => void events.push(event));
      await plan(tx, events, clock.now);
      return result;
    });
  /** What a destination was told since the world began (edits of cards too), as kinds of notes ("remind 24h", "card", …). */
  const told = (to: string): string[] =>
    web.delivered
      .filter((one) => one.to === to && !one.repeat)
      .map((one) => {
        const reason = notes.get(one.nonce)?.reason;
        return reason?.kind === "remind" ? `remind ${minutesOf(reason) / 60}h` : (reason?.kind ?? "card");
      });
  const reasonsTold = (to: string): Note["reason"][] =>
    web.delivered.filter((one) => one.to === to).flatMap((one) => notes.get(one.nonce)?.reason ?? []);
  const at = async (now: Instant): Promise<void> => {
    clock.now = now;
    await sender.drain();
  };
  return {
    store,
    web,
    sender,
    senderWith,
    clock,
    alarms,
    act,
    told,
    reasonsTold,
    at,
    ...people(store, clock, act, of),
    ...parties(clock, act),
  };
};

type Act = <T>(run: (tx: Tx, record: (event: PartyEvent) => void) => Promise<T>) => Promise<T>;

const people = (store: Store, clock: { now: Instant }, act: Act, of: string) => ({
  people: (...names: readonly string[]): Promise<Someone[]> =>
    store.write(async (tx) => {
      const some: Someone[] = [];
      for (const name of names) {
        const { id } = await tx.people.ensure({ platform: "web", userId: name + of }, { name, now: clock.now });
        some.push({ id, to: `@${name}${of}` });
      }
      return some;
    }),
  person: async (name: string): Promise<Someone> => {
    const { id } = await store.write((tx) =>
      tx.people.ensure({ platform: "web", userId: name + of }, { name, now: clock.now }),
    );
    return { id, to: `@${name}${of}` };
  },
  group: async (name: string): Promise<Room> => {
    const chat = { platform: "web", chatId: name + of, kind: "group", reach: "post" } as const;
    return { key: (await store.write((tx) => tx.chats.ensure(chat, name))).key, to: `#${name}${of}` };
  },
  reminders: ({ id }: Someone, on: boolean): Promise<void> =>
    act(async (tx, record) => {
      await tx.people.set(id, { reminders: on });
      record({ kind: "remindersSet", personId: id });
    }),
  chatReminders: ({ key }: Room, on: boolean): Promise<void> =>
    act(async (tx, record) => {
      await tx.chats.set(key, { reminders: on });
      record({ kind: "chatRemindersSet", chat: key });
    }),
});

const freshCode = (): PartyCode =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[Math.floor(Math.random() * CODE_ALPHABET.length)]).join("");

const parties = (clock: { now: Instant }, act: Act) => ({
  /** A party with its card in `rooms`. */
  host: (
    host: Someone,
    rooms: readonly Room[],
    over: Partial<Party> = {},
  ): Promise<{ code: PartyCode; cards: CardId[]; startsAt: Instant }> =>
    act(async (tx, record) => {
      const party: Party = {
        code: freshCode(),
        hostId: host.id,
        title: "Rooftop BBQ",
        startsAt: clock.now + 48 * HOUR,
        timeZone: "Europe/Berlin",
        place: { label: "Kreuzberg, Berlin" },
        plusMax: 5,
        findable: "invited",
        approval: false,
        state: "on",
        going: 0,
        version: 1,
        ...over,
      };
      await tx.parties.add(party, clock.now);
      record({ kind: "created", party: party.code });
      const cards = rooms.map((room) => ({ id: newId(), party: party.code, chat: room.key }));
      for (const card of cards) {
        await tx.cards.add(card, clock.now);
        record({ kind: "carded", party: party.code, card: card.id });
      }
      return { code: party.code, cards: cards.map((card) => card.id), startsAt: party.startsAt };
    }),
  answer: (
    party: PartyCode,
    who: Someone | readonly Someone[],
    answer: "going" | "maybe" | "declined" | "requested" | "invited",
  ) =>
    act(async (tx, record) => {
      for (const { id: personId } of [who].flat()) {
        const outcome = await tx.rsvps.answer({ party, personId, answer, now: clock.now });
        record({ kind: "answered", party, personId });
        if (outcome.kind === "set")
          for (const one of outcome.promoted) record({ kind: "promoted", party, personId: one.personId });
        if (answer === "requested") record({ kind: "asked", party, personId });
      }
    }),
  leave: (party: PartyCode, { id: personId }: Someone) =>
    act(async (tx, record) => {
      const { promoted } = await tx.rsvps.withdraw(party, personId, clock.now);
      record({ kind: "answered", party, personId });
      for (const one of promoted) record({ kind: "promoted", party, personId: one.personId });
    }),
  move: (party: PartyCode, patch: { startsAt?: Instant; place?: Party["place"] }) =>
    act(async (tx, record) => {
      const before = await tx.parties.get(party);
      if (!before) throw new Error("no such party");
      await tx.parties.edit(party, patch);
      const was = { startsAt: before.startsAt, timeZone: before.timeZone, label: before.place.label };
      record({ kind: "moved", party, was, time: patch.startsAt !== undefined, place: patch.place !== undefined });
    }),
  callOff: (party: PartyCode) =>
    act(async (tx, record) => {
      await tx.parties.edit(party, { state: "calledOff" });
      record({ kind: "calledOff", party });
    }),
  rename: (party: PartyCode, title: string) =>
    act(async (tx, record) => {
      await tx.parties.edit(party, { title });
      record({ kind: "changed", party });
    }),
});
