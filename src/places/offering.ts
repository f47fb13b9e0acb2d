// Places: completing what is typed, by the cities known here and, for an address, by a provider beside them, within 0.7 s.
import type { Choice } from "../domain/choice.ts";
import { type Completer, mayBeAsked, nearOf } from "./completer.ts";
import type { Gazetteer } from "./gazetteer.ts";
import { inTime } from "./in-time.ts";
import type { PlacesHint } from "./places.ts";
import type { Sessions } from "./sessions.ts";
import { completions } from "./suggesting.ts";

/** A provider by the name under which its offers have to be shown. */
export type Offerer = { name: string; complete: Completer };

const MOST = 10;
/** ms: somebody is typing. */
export const OFFER_MS = 700;

/** The addresses that are offered come before the cities: whoever types a street is past the city's name. */
export const createOffers =
  (gazetteer: () => Promise<Gazetteer | undefined>, offerers: readonly Offerer[], sessions: Sessions) =>
  async (typed: string, hint: PlacesHint): Promise<Choice[]> => {
    const cities = await gazetteer();
    const here = cities ? completions(cities, typed, hint) : [];
    if (hint.session === undefined || offerers.length === 0 || !mayBeAsked(typed, cities)) return here;
    const session = sessions.typing(hint.session);
    const near = nearOf(cities, hint);
    const typing = { text: typed.trim(), hint, session, ...(near && { near }) };
    const offered = await inTime(firstToOffer(offerers, typing), OFFER_MS, []);
    const all = new Map([...offered, ...here].map((choice) => [choice.value, choice]));
    return [...all.values()].slice(0, MOST);
  };

/** All are asked at once, so that the second costs no time when the first says nothing; the first one's word counts before the second's. */
const firstToOffer = async (offerers: readonly Offerer[], typing: Parameters<Completer>[0]): Promise<Choice[]> => {
  for (const { name, offers } of offerers.map((one) => ({ name: one.name, offers: one.complete(typing) }))) {
    const texts = (await offers) ?? [];
    const choices = texts.map(oneLine).filter((value) => value !== "" && value.length <= LONGEST);
    if (choices.length > 0) return choices.map((value) => ({ label: `${short(value)} · ${name}`, value }));
  }
  return [];
};

const LONGEST = 300;
/** So that the name behind it is still seen where labels are cut at 100 letters. */
const SHORT = 80;

const short = (text: string): string => (text.length <= SHORT ? text : `${text.slice(0, SHORT - 1)}…`);
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
