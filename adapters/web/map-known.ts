// Web: the parties that the maps here show: the last that is known of each, written once for each language.
import { formatWhen, type OnMap } from "../../src/core.ts";
import type { WireDot } from "./wire.ts";

export type Known = {
  readonly version: number;
  /** Absent: it is on no map any more. */
  readonly shown?: OnMap;
  readonly texts: Map<string | undefined, string>;
};

export type KnownParties = {
  of(code: string): Known | undefined;
  all(): Iterable<[code: string, known: Known]>;
  /** Takes it as it stands now. */
  put(code: string, state: { version: number; shown?: OnMap }): Known;
  /** Remembers that it has just changed. */
  stir(code: string): void;
  /** The last that changed, at most `RECENT`. */
  recent(): Iterable<string>;
  /** Changes may have been missed: what changed last is not sure any more. */
  doubt(): void;
  clear(): void;
};

export const RECENT = 1_000;
/** Languages that a party's text is kept in; any other is written each time it is asked for. */
const LANGUAGES = 12;

export const createKnown = (): KnownParties => {
  const known = new Map<string, Known>();
  const recent = new Set<string>();
  /** One that is on no map is remembered as long as something older could still be read of it. */
  const settle = (code: string): void => {
    recent.delete(code);
    if (!known.get(code)?.shown) known.delete(code);
  };
  return {
    of: (code) => known.get(code),
    all: () => known,
    put: (code, state) => {
      const now: Known = { ...state, texts: new Map() };
      known.set(code, now);
      return now;
    },
    stir: (code) => {
      recent.delete(code);
      recent.add(code);
      const [oldest] = recent;
      if (recent.size > RECENT && oldest !== undefined) settle(oldest);
    },
    recent: () => recent,
    doubt: () => [...recent].forEach(settle),
    clear: () => {
      known.clear();
      recent.clear();
    },
  };
};

/** The party as JSON of a `WireDot`, in the viewer's language. */
export const dotText = (shown: OnMap, texts: Known["texts"], locale: string | undefined): string => {
  const text = texts.get(locale) ?? JSON.stringify(wireDot(shown, locale));
  if (texts.size < LANGUAGES) texts.set(locale, text);
  return text;
};

/** Named field by field, so that nothing new slips through. */
const wireDot = (shown: OnMap, locale: string | undefined): WireDot => ({
  code: shown.code,
  version: shown.version,
  title: shown.title,
  startsAt: shown.startsAt,
  timeZone: shown.timeZone,
  when: formatWhen(shown.startsAt, shown.timeZone, locale),
  label: shown.label,
  area: { lat: shown.area.lat, lng: shown.area.lng },
  areaKm: shown.areaKm,
  going: shown.going,
  ...(shown.max !== undefined && { max: shown.max }),
  approval: shown.approval,
});
