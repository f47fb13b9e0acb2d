// Places: finding the city in an address as people write it, on this machine alone.
import { bearers, chosen, type Named, TOWN, timeZoneAt } from "./choosing.ts";
import { kmBetween } from "./distance.ts";
import { exonymsBeginning } from "./exonyms.ts";
import { fold } from "./fold.ts";
import type { Gazetteer } from "./gazetteer.ts";
import { withinOneEdit } from "./one-edit.ts";
import type { PlacesHint } from "./places.ts";
import { type Region, regionName, regionsNamed } from "./regions.ts";

/**
 * `bare`: the text says nothing beyond the city. `district`: a part of the city that the text names too.
 * `doubt`: some cities could be meant; `before` is the text without what names them.
 */
export type AddressReading =
  | { kind: "city"; at: Named; district?: Named; bare: boolean }
  | { kind: "doubt"; cities: Named[]; before: string; doubted: string }
  | { kind: "none" };

/** Reads `text` (at most 300 characters). Country and region words narrow the cities down; a guess becomes a doubt. */
export const readAddress = (text: string, gazetteer: Gazetteer, hint: PlacesHint): AddressReading => {
  const parts = partsOf(text);
  if (parts.length === 0) return { kind: "none" };
  const splits = splitsOf(parts);
  const context: Finding = { gazetteer, hint, text };
  let mismatch: AddressReading | undefined;
  for (const look of [wholePart, endOfPart, startOfPart]) {
    for (const split of splits) {
      const found = search(look, split, context);
      if (found?.kind === "mismatch") mismatch ??= found.reading;
      else if (found && !(mismatch && split.regions.length === 0)) return found;
    }
  }
  return mismatch ?? nearlyRight(splits, context);
};

/** A part of the text between commas; `words` is without its postcode. */
type Part = { raw: string; words: string; postcode: boolean };
/** One way to see the text: the parts that may hold the city, and what regions are named behind them. */
type Split = { parts: Part[]; regions: (readonly Region[])[] };
type Finding = { gazetteer: Gazetteer; hint: PlacesHint; text: string };
type Hit = { found: Named[]; before: string; certain: boolean; doubted: string };
type Look = (part: Part, context: Finding) => Hit | undefined;

const POSTCODE =
  /(?<![\p{L}\p{N}-])(?:\d{4} ?[A-Z]{2}|〒?\d{3}-\d{4}|\d{2}-\d{3}|[A-HJ-NP-Z]\d{4}(?:[A-Z]{3})?|(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?|\d{3} \d{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![\p{L}\p{N}-])/u;

const partsOf = (text: string): Part[] =>
  text
    .split(/[,;\n|•·،؛、，；]+|\s[–—-]\s/)
    .map((raw) => {
      const words = raw.replace(POSTCODE, " ").replace(/\s+/g, " ").trim();
      return { raw: raw.trim(), words, postcode: words !== raw.replace(/\s+/g, " ").trim() };
    })
    .filter((part) => part.raw !== "");

const MOST_WORDS = 5;

/** Most regions first, so that "Brooklyn, New York" is Brooklyn in that state before it is the city of New York. */
const splitsOf = (parts: Part[]): Split[] => {
  const splits: Split[] = [{ parts, regions: [] }];
  let rest = parts;
  const regions: (readonly Region[])[] = [];
  while (regions.length < 2 && rest.length > 1) {
    const last = rest.at(-1)!;
    const named = last.words === "" ? [] : regionsNamed(last.words);
    if (named.length === 0 && last.words !== "") break;
    rest = rest.slice(0, -1);
    if (named.length === 0) continue;
    regions.push(named);
    splits.unshift({ parts: rest, regions: [...regions] });
  }
  return [...splits, ...splits.flatMap(tailSplit)];
};

/** "Paris Texas", "Austin TX": the region as the last words of a part. Two-letter codes count in capitals only. */
const tailSplit = (split: Split): Split[] => {
  const last = split.parts.at(-1);
  const words = last?.words.split(" ") ?? [];
  const found: Split[] = [];
  for (let n = Math.min(3, words.length - 1); n > 0; n--) {
    const tail = words.slice(-n).join(" ");
    const named = (tail.length > 3 || tail === tail.toUpperCase()) && tail.length > 1 ? regionsNamed(tail) : [];
    if (named.length === 0) continue;
    const head = words.slice(0, -n).join(" ");
    found.push({
      parts: [...split.parts.slice(0, -1), { ...last!, raw: head, words: head }],
      regions: [...split.regions, named],
    });
  }
  return found;
};

type Found = AddressReading | { kind: "mismatch"; reading: AddressReading };

const search = (look: Look, split: Split, context: Finding): Found | undefined => {
  for (let i = split.parts.length - 1; i >= 0; i--) {
    const part = split.parts[i]!;
    const hit = look(part, context);
    if (!hit) continue;
    const before = [
      ...split.parts.slice(0, i).map((one) => one.raw),
      ...(hit.before ? [hit.before] : []),
      ...split.parts.slice(i + 1).map((one) => one.raw),
    ].join(", ");
    const fitting = hit.found.filter(({ city }) =>
      split.regions.every((named) => named.some((region) => fits(city, region))),
    );
    if (fitting.length === 0) {
      const reading: AddressReading = {
        kind: "doubt",
        cities: chosen(hit.found, context.hint).order,
        before,
        doubted: part.words,
      };
      return { kind: "mismatch", reading };
    }
    const last = i === split.parts.length - 1;
    return settle({ ...hit, found: fitting }, { split, i, last, before }, context);
  }
  return undefined;
};

const fits = (city: { country: string; region: string }, region: Region): boolean =>
  city.country === region.country && (region.region === undefined || city.region === region.region);

type Where = { split: Split; i: number; last: boolean; before: string };

const settle = (hit: Hit, where: Where, context: Finding): AddressReading => {
  const { order, sure } = chosen(hit.found, context.hint);
  const named = where.split.regions.length > 0;
  const explicit = named && sameRegion(order);
  const first = explicit ? order.reduce((a, b) => (b.city.rank < a.city.rank ? b : a)) : order[0]!;
  const doubt: AddressReading = {
    kind: "doubt",
    cities: order,
    before: hit.certain ? where.before : context.text,
    doubted: hit.doubted,
  };
  if (!hit.certain || !(sure || explicit)) return doubt;
  if (!named && !believable(first, where, context)) return doubt;
  const district = districtOf(first, hit, where, context);
  const bare = where.before === "" || (district !== undefined && fold(where.before) === fold(district.name));
  return { kind: "city", at: first, ...(district && { district }), bare: bare && !/\d/.test(context.text) };
};

/** Whether nothing that can be written tells them apart: then the largest is meant. */
const sameRegion = ([first, ...others]: readonly Named[]): boolean =>
  first !== undefined &&
  others.every(
    ({ city }) =>
      city.country === first.city.country &&
      regionName(city.country, city.region) === regionName(first.city.country, first.city.region),
  );

/** A small place is believed after a street or a postcode, or where the person is; a city before the last comma only when it is large. */
const believable = ({ city }: Named, where: Where, { hint }: Finding): boolean => {
  if (!where.last && city.population < 100_000) return false;
  if (city.population >= TOWN) return true;
  const part = where.split.parts[where.i]!;
  if (part.postcode || where.split.parts.slice(0, where.i).some((one) => /\d/.test(one.raw))) return true;
  return city.population >= TOWN / 10 && hint.timeZone !== undefined && timeZoneAt(city.point) === hint.timeZone;
};

/** A part of the city named in the words beside it: "Kreuzberg, Berlin", "Kastanienallee 12, Prenzlauer Berg, Berlin". */
const districtOf = (at: Named, hit: Hit, where: Where, { gazetteer }: Finding): Named | undefined => {
  if (at.city.section) return undefined;
  const beside = [where.split.parts[where.i - 1]?.words, hit.before, where.split.parts[where.i + 1]?.words];
  for (const words of beside) {
    const section = words ? bearers(gazetteer, words).find(({ city }) => within(city, at)) : undefined;
    if (section) return section;
  }
  return undefined;
};

const within = (city: Named["city"], at: Named): boolean =>
  city.country === at.city.country &&
  city.rank !== at.city.rank &&
  city.section &&
  kmBetween(city.point, at.city.point) < 30;

const hasSection = (gazetteer: Gazetteer, words: string, at: Named): boolean =>
  bearers(gazetteer, words).some(({ city }) => within(city, at));

const wholePart: Look = (part, { gazetteer }) => {
  const found = bearers(gazetteer, part.words);
  if (found.length > 0) return { found, before: "", certain: true, doubted: part.words };
  const [, name = "", near = ""] = /^(.+?)\s*\((.+)\)$/.exec(part.words) ?? [];
  const beside = bearers(gazetteer, name).filter(
    ({ city }) => fold(gazetteer.largeNear(city)?.name ?? "") === fold(near),
  );
  return beside.length > 0 ? { found: beside, before: "", certain: true, doubted: part.words } : undefined;
};

/** "Kastanienallee 12 Berlin", "10435 Berlin", "at Anna's in Berlin" are certain; "Rue de Paris", "Café Central Wien" are not. */
const endOfPart: Look = (part, context) => {
  const { gazetteer } = context;
  const start = startOfPart(part, context);
  if (start?.certain) return start;
  const words = part.words.split(" ");
  for (let n = Math.min(MOST_WORDS, words.length - 1); n > 0; n--) {
    const name = words
      .slice(-n)
      .join(" ")
      .replace(/^\((.*)\)$/, "$1");
    const found = bearers(gazetteer, name).filter(({ city }) => city.population >= TOWN);
    if (found.length === 0) continue;
    const before = words.slice(0, -n);
    const certain = LEADS_TO_CITY.test(before.at(-1) ?? "") || hasSection(gazetteer, before.join(" "), found[0]!);
    return { found, before: before.join(" "), certain, doubted: name };
  }
  return undefined;
};

const LEADS_TO_CITY = /^(?:\d{1,5}[a-z]?|in|near|bei|à|en|nahe)$/i;

/** "København N", "Dublin 4". */
const POSTAL_QUARTER = /^(?:[A-ZÖØ]{1,2}|\d{1,2})$/;

/** "Berlin Kreuzberg" is certain; "Berlin Kastanienallee 12" may be a street's name, so it is asked. */
const startOfPart: Look = (part, { gazetteer }) => {
  const words = part.words.split(/[\s-]+/);
  for (let n = Math.min(MOST_WORDS, words.length - 1); n > 0; n--) {
    const name = words.slice(0, n).join(" ");
    const found = bearers(gazetteer, name).filter(({ city }) => city.population >= 100_000 && !city.section);
    if (found.length === 0) continue;
    const before = words.slice(n).join(" ");
    const first = found[0]!;
    return {
      found,
      before,
      certain: POSTAL_QUARTER.test(before) || hasSection(gazetteer, before, first),
      doubted: name,
    };
  }
  return undefined;
};

const misspeltExonyms = (gazetteer: Gazetteer, folded: string): Named[] => {
  const wanted = Buffer.from(folded);
  const close = exonymsBeginning("").filter(({ written }) => {
    const other = Buffer.from(fold(written));
    return withinOneEdit(other, 0, other.length, wanted);
  });
  return close.flatMap(({ written, country }) =>
    bearers(gazetteer, written).filter(({ city, name }) => name === written && city.country === country),
  );
};

const LEAST_LETTERS = 5;
/** Fewer people than this are not proposed for a slip of the pen. */
const WELL_KNOWN = 10_000;

const nearlyRight = (splits: Split[], { gazetteer, hint }: Finding): AddressReading => {
  for (const { parts, regions } of splits) {
    const part = parts.at(-1);
    const folded = fold(part?.words ?? "");
    if (!part || folded.length < LEAST_LETTERS || /\d/.test(folded)) continue;
    const close = [
      ...misspeltExonyms(gazetteer, folded),
      ...gazetteer.misspelt(folded, 20, WELL_KNOWN).map((city) => ({ city, name: city.name })),
    ];
    const fitting = close.filter(
      ({ city }) => !city.section && regions.every((named) => named.some((region) => fits(city, region))),
    );
    if (fitting.length === 0) continue;
    return {
      kind: "doubt",
      cities: chosen(fitting, hint).order,
      before: parts
        .slice(0, -1)
        .map((one) => one.raw)
        .join(", "),
      doubted: part.words,
    };
  }
  return { kind: "none" };
};
