// Bench: parties on both platforms in a real store, each with one group and some guests, who are all to be reminded at one moment.
import type { Chat } from "../src/domain/chat.ts";
import type { NewNote, Reason } from "../src/domain/note.ts";
import { DAY, HOUR, type Instant } from "../src/domain/time.ts";
import type { Party } from "../src/domain/party.ts";
import { remindKey } from "../src/delivery/keys.ts";
import { newCode, newId } from "../src/safety/tokens.ts";
import type { Store, Tx } from "../src/store/types.ts";
import type { Place, Places } from "./fanout-fakes.ts";

const BATCH = 25;
const REASON: Reason = { kind: "remind", minutesBefore: DAY / 60_000 };

type Town = { store: Store; places: Places; guests: number; dueAt: Instant };
type Circle = { platform: "discord" | "telegram"; group: string; guests: Place["people"] };

/** Everybody is reminded at `dueAt`, a day before the start. Private channels on Discord are known from before. */
export const settle = async ({ store, places, guests, dueAt }: Town): Promise<void> => {
  const circles = (["discord", "telegram"] as const).flatMap((platform) =>
    places[platform].groups.map((group, at): Circle => {
      return { platform, group, guests: places[platform].people.slice(at * guests, (at + 1) * guests) };
    }),
  );
  // Both platforms' parties among each other, as they come in life.
  const mixed = circles.map((circle, at) => ({ circle, at: at % places.discord.groups.length }));
  mixed.sort((a, b) => a.at - b.at);
  for (let i = 0; i < mixed.length; i += BATCH)
    await store.write(async (tx) => {
      for (const { circle } of mixed.slice(i, i + BATCH)) await gathering(tx, circle, dueAt);
    });
  for (const { userId, chatId } of places.discord.people) await store.adapters.remember(`discord.dm:${userId}`, chatId);
};

const gathering = async (tx: Tx, { platform, group, guests }: Circle, dueAt: Instant): Promise<void> => {
  const now = dueAt - HOUR;
  const chat: Chat = { platform, chatId: group, kind: "group", reach: "post" };
  const { key } = await tx.chats.ensure(chat, "Friends");
  const host = await tx.people.ensure({ platform: "web", userId: newId() }, { name: "Ada", now });
  const party = partyOf(host.id, dueAt + DAY);
  await tx.parties.add(party, now);
  const due = { party: party.code, reason: REASON, dueAt, expiresAt: party.startsAt };
  const notes: NewNote[] = [{ ...due, key: remindKey(party.code, `chat:${key}`, DAY / 60_000), to: { chat: key } }];
  for (const { userId } of guests) {
    const { id } = await tx.people.ensure({ platform, userId }, { name: "Guest", now });
    await tx.rsvps.answer({ party: party.code, personId: id, answer: "going", now });
    notes.push({ ...due, key: remindKey(party.code, id, DAY / 60_000), to: { person: id }, nth: notes.length });
  }
  await tx.notes.put(notes, now);
};

const partyOf = (hostId: Party["hostId"], startsAt: Instant): Party => ({
  code: newCode(),
  hostId,
  title: "Rooftop BBQ",
  startsAt,
  timeZone: "Europe/Berlin",
  place: { label: "Kreuzberg, Berlin" },
  plusMax: 5,
  findable: "invited",
  approval: false,
  state: "on",
  going: 0,
  version: 1,
});
