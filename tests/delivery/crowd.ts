// Tests: people and groups of both platforms who are told of parties: as the platforms know them, and as the database does.
import type { ChatKey, PartyEvent } from "../../src/domain/note.ts";
import { CODE_LENGTH, type Party, type PartyCode } from "../../src/domain/party.ts";
import type { PersonId } from "../../src/domain/person.ts";
import { DAY, type Instant } from "../../src/domain/time.ts";
import { plan } from "../../src/delivery/plan.ts";
import { newCode, newId } from "../../src/safety/tokens.ts";
import type { Store, Tx } from "../../src/store/types.ts";
import type { FakeDiscord, FakeGuild } from "../fakes/discord/index.ts";
import type { FakeTelegram } from "../fakes/telegram/index.ts";

export type Platform = "telegram" | "discord";
/** `address`: the chat's id on its platform, where messages to them arrive. `closes`: nothing gets through to them any more. */
export type Fellow = { platform: Platform; id: PersonId; name: string; address: string; closes(): void };
export type Room = { platform: Platform; key: ChatKey; address: string };

export type Crowd = Awaited<ReturnType<typeof createCrowd>>;
export type Fakes = { telegram: FakeTelegram; discord: FakeDiscord };

export const createCrowd = async (store: Store, fakes: Fakes, now: () => Instant) => {
  const guild = fakes.discord.guild("Friends");
  const fellows = (platform: Platform, names: readonly string[]): Promise<Fellow[]> =>
    store.write(async (tx) => {
      const some: Fellow[] = [];
      for (const name of names) {
        const { userId, ...fellow } = platform === "telegram" ? onTelegram(fakes, name) : onDiscord(fakes, guild, name);
        const { id } = await tx.people.ensure({ platform, userId }, { name, now: now() });
        some.push({ platform, id, name, ...fellow });
      }
      return some;
    });
  const rooms = (platform: Platform, names: readonly string[]): Promise<Room[]> =>
    store.write(async (tx) => {
      const some: Room[] = [];
      for (const name of names) {
        const address = platform === "telegram" ? groupOf(fakes, name) : guild.channel(name).id;
        const server = platform === "discord" && { server: guild.id };
        const chat = { platform, chatId: address, ...server, kind: "group", reach: "post" } as const;
        some.push({ platform, key: (await tx.chats.ensure(chat, name)).key, address });
      }
      return some;
    });
  return { fellows, rooms, host: (host: Hosting) => hosted(store, host, now()) };
};

type Known = { userId: string; address: string; closes(): void };

const onTelegram = ({ telegram }: Fakes, name: string): Known => {
  const user = telegram.user(name, { started: true });
  const closes = (): void => {
    user.person.blocked = true;
  };
  return { userId: String(user.id), address: String(user.id), closes };
};

const onDiscord = ({ discord }: Fakes, guild: FakeGuild, name: string): Known => {
  const user = discord.user(name);
  guild.add(user);
  return { userId: user.id, address: user.dm.id, closes: () => user.dms(false) };
};

/** The bot is in it without having been greeted. */
const groupOf = ({ telegram }: Fakes, name: string): string => {
  const group = telegram.supergroup(name, [telegram.user(`Founder of ${name}`)], { bot: false });
  group.room.bot = "member";
  return String(group.id);
};

export type Hosting = {
  title: string;
  host: Fellow;
  /** Where its card is posted. */
  rooms: readonly Room[];
  going: readonly Fellow[];
  invited?: readonly Fellow[];
  startsAt?: Instant;
  timeZone?: string;
};

export type Hosted = { code: PartyCode; cards: ReadonlyMap<string, Room> };

/** A party that starts in a month, unless told otherwise. */
const hosted = async (
  store: Store,
  { title, host, rooms, going, invited = [], ...at }: Hosting,
  now: Instant,
): Promise<Hosted> => {
  const code = newCode().slice(0, CODE_LENGTH);
  const cards = new Map(rooms.map((room) => [newId(), room]));
  await store.write(async (tx) => {
    const events: PartyEvent[] = [{ kind: "created", party: code }];
    await tx.parties.add(partyOf({ code, title, hostId: host.id, startsAt: now + 30 * DAY, ...at }), now);
    for (const [id, room] of cards) {
      await tx.cards.add({ id, party: code, chat: room.key }, now);
      events.push({ kind: "carded", party: code, card: id });
    }
    for (const { id } of going) {
      await tx.rsvps.answer({ party: code, personId: id, answer: "going", now });
      events.push({ kind: "answered", party: code, personId: id });
    }
    for (const { id } of invited) {
      await tx.rsvps.answer({ party: code, personId: id, answer: "invited", now });
      events.push({ kind: "invited", party: code, personId: id, by: host.id });
    }
    await plan(tx, events, now);
  });
  return { code, cards };
};

type Given = Pick<Party, "code" | "title" | "hostId" | "startsAt"> & { timeZone?: string };

const partyOf = (given: Given): Party => ({
  timeZone: "Europe/Berlin",
  place: { label: "Kreuzberg, Berlin" },
  plusMax: 5,
  findable: "invited",
  approval: false,
  state: "on",
  going: 0,
  version: 1,
  ...given,
});

const edited = async (
  store: Store,
  code: PartyCode,
  now: Instant,
  edit: (tx: Tx, before: Party) => Promise<PartyEvent>,
): Promise<void> => {
  await store.write(async (tx) => {
    const before = await tx.parties.get(code);
    if (!before) throw new Error("no such party");
    await plan(tx, [await edit(tx, before)], now);
  });
};

/** Everybody who is coming and each of its groups is told, and each card shows it. */
export const move = (store: Store, code: PartyCode, label: string, now: Instant): Promise<void> =>
  edited(store, code, now, async (tx, { startsAt, timeZone, place }) => {
    await tx.parties.edit(code, { place: { label } });
    return { kind: "moved", party: code, was: { startsAt, timeZone, label: place.label }, time: false, place: true };
  });

/** Each card shows it, and nobody is told. */
export const describe = (store: Store, code: PartyCode, about: string, now: Instant): Promise<void> =>
  edited(store, code, now, async (tx) => {
    await tx.parties.edit(code, { about });
    return { kind: "changed", party: code };
  });
