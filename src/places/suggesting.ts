// Places: completing what is being typed, from what is on this machine.
import type { Choice } from "../domain/choice.ts";
import { fullName, type Named, weight } from "./choosing.ts";
import { exonymsBeginning } from "./exonyms.ts";
import { fold } from "./fold.ts";
import type { Gazetteer } from "./gazetteer.ts";
import type { PlacesHint } from "./places.ts";

const MOST = 10;
const LEAST_LETTERS = 2;
const LOOKED_AT = 60;
const LONGEST = 300;

/** At most ten cities that begin with the last words of `typed`, the likeliest first; what stands before the last comma is kept. */
export const completions = (gazetteer: Gazetteer, typed: string, hint: PlacesHint): Choice[] => {
  if (typed.length > LONGEST) return [];
  const comma = typed.lastIndexOf(",");
  const head = comma < 0 ? "" : `${typed.slice(0, comma).trim()}, `;
  const choices = new Map<string, Choice>();
  for (const named of likeliest(gazetteer, typed.slice(comma + 1).trim(), hint)) {
    const value = head + fullName(gazetteer, named);
    if (!choices.has(value)) choices.set(value, { label: fullName(gazetteer, named, hint.locale), value });
    if (choices.size === MOST) break;
  }
  return [...choices.values()];
};

/** Each city once, under the name that is spelt as it was typed. */
const likeliest = (gazetteer: Gazetteer, begun: string, hint: PlacesHint): Named[] => {
  const wanted = fold(begun);
  if (wanted.length < LEAST_LETTERS) return [];
  const seen = new Set<number>();
  return [
    ...gazetteer.beginning(wanted, LOOKED_AT).map((city) => ({ city, name: city.name })),
    ...renamed(gazetteer, wanted),
  ]
    .filter(({ city }) => !city.section)
    .map((named) => ({
      named,
      weight: weight(named.city, hint),
      spelt: named.name.toLowerCase().startsWith(begun.toLowerCase()) ? 1 : 0,
    }))
    .sort((a, b) => b.weight - a.weight || b.spelt - a.spelt)
    .map(({ named }) => named)
    .filter(({ city }) => !seen.has(city.rank) && seen.add(city.rank));
};

const renamed = (gazetteer: Gazetteer, wanted: string): Named[] =>
  exonymsBeginning(wanted).flatMap(({ country, folded, written }) => {
    const city = gazetteer.named(folded).find((one) => one.country === country);
    return city ? [{ city, name: written }] : [];
  });
