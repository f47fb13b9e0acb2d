// Chat: arguments for when and where.
import { nearOf, snap } from "../domain/grid.ts";
import type { Party } from "../domain/party.ts";
import { ADDRESS_MAX } from "../domain/party.ts";
import type { LatLng, Place, Shown } from "../domain/place.ts";
import type { Instant } from "../domain/time.ts";
import { cleanLine, lengthOf } from "../domain/text.ts";
import type { UntilAnswer, WhenAnswer } from "../domain/when.ts";
import { formatWhen, readUntil, readWhen, suggestWhen } from "../domain/when.ts";
import { isZone, readZone, suggestZones } from "../domain/zone.ts";
import type { PlaceAnswer, PlacesHint, Spot } from "../places/places.ts";
import { choice, info } from "./args.ts";
import type { Arg, Reader } from "./command.ts";
import type { Trouble } from "./reply.ts";

type Spec<R extends boolean> = { name: string; about: string; required?: R };
type TroubleWords = Omit<Trouble, "arg">;

export type When = { at: Instant; timeZone: string; endsAt?: Instant };

/** A time as people write it, in the zone that holds (the place's, which is read before). Never guessed. */
export const when = <R extends boolean = false>(spec: Spec<R>): Arg<When, NoInfer<R>> => ({
  ...info(spec, "long", "when"),
  read: async (raw, reader) => {
    const answer = readWhen(cleanLine(raw), zoned(reader));
    if (answer.kind === "doubt") return { trouble: doubtWords(answer, reader, reader.timeZone) };
    return {
      ok: { at: answer.at, timeZone: answer.timeZone, ...(answer.endsAt !== undefined && { endsAt: answer.endsAt }) },
    };
  },
  suggest: async (typed, reader) => {
    if (reader.timeZone === undefined) return [];
    const zone = reader.timeZone;
    return suggestWhen(typed, { ...zoned(reader), timeZone: zone }).map((s) => ({
      label: formatWhen(s.at, zone, reader.locale),
      value: s.value,
    }));
  },
});

/** An end, relative to the start read before it, or to the party's. */
export const until = (spec: { name: string; about: string }): Arg<Instant> => ({
  ...info(spec, "long", "until"),
  read: async (raw, reader) => {
    const start = await startOf(reader);
    if (!start) return { trouble: { words: reader.words.when.noDay } };
    const answer = readUntil(cleanLine(raw), { ...zoned(reader), timeZone: start.timeZone, startsAt: start.at });
    return answer.kind === "ok" ? { ok: answer.endsAt } : { trouble: doubtWords(answer, reader, start.timeZone, true) };
  },
});

const startOf = async (reader: Reader): Promise<{ at: Instant; timeZone: string } | undefined> => {
  const read = reader.read["when"] as When | undefined;
  if (read) return read;
  const code = reader.read["party"] as string | undefined;
  const found: Party | undefined = code === undefined ? undefined : await reader.reads.parties.get(code);
  return found && { at: found.startsAt, timeZone: found.timeZone };
};

const doubtWords = (
  answer: Extract<WhenAnswer | UntilAnswer, { kind: "doubt" }>,
  reader: Reader,
  zone: string | undefined,
  ofEnd = false,
): TroubleWords => {
  const end = answer.why === "past" ? "untilBefore" : answer.why === "tooFar" ? "untilTooLong" : answer.why;
  return {
    words: reader.words.when[ofEnd ? end : answer.why],
    choices: answer.choices.map((c) => ({
      label: c.at === undefined || zone === undefined ? c.value : formatWhen(c.at, zone, reader.locale),
      value: c.value,
    })),
  };
};

const zoned = (reader: Reader) => ({
  now: reader.now,
  ...(reader.timeZone !== undefined && { timeZone: reader.timeZone }),
  ...(reader.locale !== undefined && { locale: reader.locale }),
});

/** `cityLabel`: what it is called where the city is all that is shown. */
export type WhereAnswer = Extract<PlaceAnswer, { kind: "found" }> & { cityLabel: string };

const hintOf = (reader: Reader): PlacesHint => ({
  ...(reader.locale !== undefined && { locale: reader.locale }),
  ...(reader.timeZone !== undefined && { timeZone: reader.timeZone }),
});

/** With the session of one person who answers one question: what they type may be looked up as they type. A search is not: it stays here. */
const writing = (reader: Reader, question: string): PlacesHint => ({
  ...hintOf(reader),
  ...(reader.actor && { session: `${reader.actor.person.id} ${question}` }),
});

/** Why a text is not read: by its kind, where it is one that only others can read. */
const notRead = (text: string, reader: Reader, otherwise: string): TroubleWords => {
  const why = reader.places.unreadable(text);
  return { words: why ? reader.words.where[why] : otherwise };
};

/** A pasted map link is read for its point alone and not kept, so it may be long. */
const LINK_MAX = 2_000;
const isTooLong = (text: string): boolean => lengthOf(text) > (/^https?:\/\/\S+$/.test(text) ? LINK_MAX : ADDRESS_MAX);

/** Where a party is: secret, for it may be a home. */
export const place = <R extends boolean = false>(spec: Spec<R>): Arg<WhereAnswer, NoInfer<R>> => ({
  ...info({ ...spec, secret: true }, "long", "place"),
  read: async (raw, reader) => {
    const clean = cleanLine(raw);
    if (clean === "") return { trouble: { words: reader.words.trouble.place } };
    if (isTooLong(clean)) return { trouble: { words: reader.words.trouble.tooLong(ADDRESS_MAX, lengthOf(clean)) } };
    const answer = await reader.places.read(clean, writing(reader, spec.name));
    if (answer.kind === "found")
      return { ok: { ...answer, cityLabel: await cityLabelAt(answer.found.place.area, reader) } };
    const { trouble } = reader.words;
    const found = answer.choices.length > 0;
    return found
      ? { trouble: { words: trouble.placeDoubt, choices: answer.choices } }
      : { trouble: notRead(clean, reader, trouble.place) };
  },
  suggest: async (typed, reader) => reader.places.suggest(typed, writing(reader, spec.name)),
});

/** A city is named after its cell, not after the place in it, so its name tells nothing finer. Empty where nothing is known there. */
const cityLabelAt = async (near: LatLng | undefined, reader: Reader): Promise<string> => {
  if (!near) return "";
  const { lat, lng } = snap(near, "city");
  const found = await reader.places.spot(`${lat.toFixed(6)},${lng.toFixed(6)}`, hintOf(reader));
  return found?.label ?? "";
};

export type AreaAnswer = { shown: Shown; cityLabel: string };

/** How much of where it is a party shows: of the place read before it, or of the party's. */
export const area = (spec: { name: string; about: string }): Arg<AreaAnswer> => {
  const shown = choice({
    ...spec,
    values: {
      neighbourhood: ["neighborhood", "district", "viertel", "stadtteil", "gegend"],
      city: ["town", "stadt", "ort"],
    },
  });
  return {
    ...shown,
    read: async (raw, reader) => {
      const answer = await shown.read(raw, reader);
      if ("trouble" in answer) return answer;
      const place = answer.ok === "city" ? await placeRead(reader) : undefined;
      return {
        ok: { shown: answer.ok, cityLabel: await cityLabelAt(place && nearOf(place)?.area, reader) },
      };
    },
  };
};

const placeRead = async (reader: Reader): Promise<Place | undefined> => {
  const read = reader.read["where"] as WhereAnswer | undefined;
  if (read) return read.found.place;
  const code = reader.read["party"] as string | undefined;
  return code === undefined ? undefined : (await reader.reads.parties.get(code))?.place;
};

/** Where somebody searches from: snapped before anything else happens to it, and kept nowhere. */
export const spot = <R extends boolean = false>(spec: Spec<R>): Arg<Spot, NoInfer<R>> => ({
  ...info(spec, "long", "place"),
  read: async (raw, reader) => {
    const clean = cleanLine(raw);
    const found = isTooLong(clean) ? undefined : await reader.places.spot(clean, hintOf(reader));
    return found ? { ok: found } : { trouble: notRead(clean, reader, reader.words.nearby.unknown) };
  },
  suggest: async (typed, reader) => reader.places.suggest(typed, hintOf(reader)),
});

/** A time zone by IANA name or city. */
export const zone = (spec: { name: string; about: string }): Arg<string> => ({
  ...info(spec, "short", "zone"),
  fits: (word) => isZone(word) || "ok" in readZone(word),
  read: async (raw, reader) => {
    const answer = readZone(cleanLine(raw));
    if ("ok" in answer) return { ok: answer.ok };
    return {
      trouble: { words: reader.words.trouble.zone, choices: answer.choices.map((c) => ({ label: c, value: c })) },
    };
  },
  suggest: async (typed) => suggestZones(typed, 25).map((z) => ({ label: z, value: z })),
});
