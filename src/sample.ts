// Sample: people, parties and answers around a city, to try everything with. The same seed makes the same sample once, however often it runs.
import { createHash } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Clock } from "./clock.ts";
import type { Chat } from "./domain/chat.ts";
import type { PartyEvent } from "./domain/note.ts";
import type { Party } from "./domain/party.ts";
import { CODE_ALPHABET, CODE_LENGTH, PLUS_DEFAULT } from "./domain/party.ts";
import type { LatLng, Place } from "./domain/place.ts";
import { Secret } from "./domain/secret.ts";
import { HOUR } from "./domain/time.ts";
import { readWhen } from "./domain/when.ts";
import type { Places } from "./places/places.ts";
import type { Store, Tx } from "./store/types.ts";

export type SampleParts = {
  store: Store;
  places: Places;
  clock: Clock;
  plan(tx: Tx, events: readonly PartyEvent[], now: number): Promise<void>;
  /** Called once the cards wait to be sent. */
  onPosted(): void;
};

/** `chat`: where the first parties' cards are posted. */
export type SampleWish = { city: string; parties: number; seed: number; chat?: Chat };
export type SampleMade = { parties: number; alreadyThere: number };

const NAMES = [
  "Amara",
  "Ben",
  "Cleo",
  "Deniz",
  "Elif",
  "Finn",
  "Greta",
  "Hugo",
  "Ines",
  "Jamal",
  "Kaya",
  "Leo",
  "Mina",
  "Noor",
  "Oskar",
  "Priya",
  "Quentin",
  "Rosa",
  "Sami",
  "Tilda",
  "Uma",
  "Viktor",
  "Wanda",
  "Xenia",
  "Yuki",
  "Zoë",
];
const TITLES = [
  "Rooftop BBQ",
  "Board game night",
  "Vinyl & dumplings",
  "Housewarming",
  "Pancakes at midnight",
  "Living room concert",
  "Karaoke kitchen",
  "Movie marathon",
  "Potluck",
  "Balcony drinks",
  "Cheese & sneeze",
  "Pizza dough party",
  "Mulled wine",
  "Silent disco",
  "Plant swap",
];
const ABOUTS = [
  "Bring something to sit on.",
  "Bring a friend and a song.",
  "Shoes off, slippers here.",
  "Vegan food for everyone.",
  "The bell is broken: call up.",
];
const STREETS = ["Garden Street", "Mill Lane", "Station Road", "Linden Avenue", "Market Square"];
const HOURS = ["18:00", "19:00", "19:30", "20:00", "21:00"];
/** How far around the city's centre, in degrees: some eight kilometres. */
const AROUND = 0.07;
const WITH_CARDS = 3;
const CARD_ID = 20;
const BATCH = 25;

type Draw = (from: number, to: number) => number;

/** Makes the sample. Throws when the city is not found. */
export const createSample =
  (parts: SampleParts) =>
  async (wish: SampleWish): Promise<SampleMade> => {
    const centre = await parts.places.spot(wish.city, {});
    if (!centre) throw new SampleRefused(`No city called ${wish.city} is known: try --city Berlin.`);
    const codes = Array.from({ length: wish.parties }, (_, i) => codeOf(wish, i));
    const there = new Set((await parts.store.reads.parties.many(codes)).map((party) => party.code));
    for (let from = 0; from < codes.length; from += BATCH) {
      const fresh = codes
        .slice(from, from + BATCH)
        .flatMap((code, i) => (there.has(code) ? [] : [{ code, index: from + i }]));
      const made = await Promise.all(fresh.map(({ code, index }) => partyOf(parts, wish, centre.area, code, index)));
      if (made.length > 0) await parts.store.write((tx) => keep(parts, tx, made));
    }
    if (wish.chat) await postCards(parts, wish.chat, codes.slice(0, WITH_CARDS));
    parts.onPosted();
    return { parties: codes.length - there.size, alreadyThere: there.size };
  };

/** Says what to do instead; nothing secret is in it. */
export class SampleRefused extends Error {
  override readonly name = "SampleRefused";
}

const codeOf = ({ city, seed }: SampleWish, index: number): string =>
  [...createHash("sha256").update(`${city.toLowerCase()}|${seed}|${index}`).digest().subarray(0, CODE_LENGTH)]
    .map((byte) => CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length))
    .join("");

const drawer = (seed: number, index: number): Draw => {
  const random = xoroshiro128plus(seed * 100_003 + index);
  // The first numbers of neighbouring seeds resemble each other.
  for (let i = 0; i < 16; i += 1) random.next();
  return (from, to) => uniformInt(random, from, to);
};

const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(0, list.length - 1)] as T;

type Made = { party: Omit<Party, "hostId">; host: number; draw: Draw };

const partyOf = async (
  parts: SampleParts,
  wish: SampleWish,
  centre: LatLng,
  code: string,
  index: number,
): Promise<Made> => {
  const draw = drawer(wish.seed, index);
  const shift = (): number => (draw(-1_000, 1_000) / 1_000) * AROUND;
  const at = { lat: centre.lat + shift(), lng: centre.lng + shift() / Math.cos((centre.lat * Math.PI) / 180) };
  const found = await parts.places.read(`${at.lat.toFixed(5)},${at.lng.toFixed(5)}`, {});
  if (found.kind !== "found") throw new SampleRefused("The city's surroundings could not be read.");
  const timeZone = found.found.timeZone ?? "UTC";
  const now = parts.clock.now();
  const starts = readWhen(`in ${draw(1, 30)} days at ${pick(draw, HOURS)}`, { now, timeZone });
  const startsAt = starts.kind === "ok" ? starts.at : now + 24 * HOUR;
  const place: Place = { ...found.found.place, address: new Secret(`${pick(draw, STREETS)} ${draw(1, 99)}`) };
  const limited = draw(0, 2) > 0;
  const party = {
    code,
    title: pick(draw, TITLES),
    ...(draw(0, 1) === 1 && { about: pick(draw, ABOUTS) }),
    startsAt,
    endsAt: startsAt + draw(3, 7) * HOUR,
    timeZone,
    place,
    ...(limited && { max: draw(4, 20) }),
    plusMax: PLUS_DEFAULT,
    findable: "nearby" as const,
    approval: draw(0, 1) === 1,
    state: "on" as const,
    going: 0,
    version: 1,
  };
  return { party, host: draw(0, NAMES.length - 1), draw };
};

const keep = async (parts: SampleParts, tx: Tx, made: readonly Made[]): Promise<void> => {
  const now = parts.clock.now();
  const person = (n: number) => tx.people.known({ platform: "web", userId: `sample-${n}` }, NAMES[n] as string, now);
  const events: PartyEvent[] = [];
  for (const { party, host, draw } of made) {
    await tx.parties.add({ ...party, hostId: (await person(host)).id }, now);
    const guests = new Set(Array.from({ length: draw(0, 12) }, () => draw(0, NAMES.length - 1)));
    guests.delete(host);
    for (const guest of guests) {
      const answer = pick(draw, ["going", "going", "maybe", "declined"] as const);
      const plus = draw(0, 4) === 0 ? 1 : 0;
      await tx.rsvps.answer({
        party: party.code,
        personId: (await person(guest)).id,
        answer,
        plus,
        admitted: "yes",
        now,
      });
    }
    events.push({ kind: "created", party: party.code });
  }
  await parts.plan(tx, events, now);
};

/** The first parties' cards, in a chat that does not hold them yet. */
const postCards = (parts: SampleParts, chat: Chat, codes: readonly string[]): Promise<void> =>
  parts.store.write(async (tx) => {
    const now = parts.clock.now();
    const { key } = await tx.chats.ensure(chat);
    const events: PartyEvent[] = [];
    for (const code of codes) {
      if (await tx.cards.inChat(key, code)) continue;
      const card = createHash("sha256").update(`${key}|${code}`).digest("hex").slice(0, CARD_ID);
      await tx.cards.add({ id: card, party: code, chat: key }, now);
      events.push({ kind: "carded", party: code, card });
    }
    await parts.plan(tx, events, now);
  });
