// Domain: the party itself.
import type { PersonId } from "./person.ts";
import type { Place } from "./place.ts";
import type { ReminderTimes } from "./reminders.ts";
import type { Instant } from "./time.ts";
import { HOUR } from "./time.ts";

/** Eight characters of `CODE_ALPHABET`, made by the app; also the party's public address `/p/<code>`. */
export type PartyCode = string;

/** No vowels and no look-alikes: a code never spells a word and survives being read aloud. */
export const CODE_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz";
export const CODE_LENGTH = 8;
const CODE = new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`);

/** Whether `text` has the shape of a party's code (it may still belong to no party). */
export const isPartyCode = (text: string): boolean => CODE.test(text);

export type Findable = "invited" | "nearby";

export type Party = {
  code: PartyCode;
  hostId: PersonId;
  title: string;
  about?: string;
  startsAt: Instant;
  endsAt?: Instant;
  /** IANA name; the party is shown in this zone. */
  timeZone: string;
  place: Place;
  /** Guests who are going plus their extra guests; absent: no limit. Hosts and co-hosts take no place. */
  max?: number;
  /** The most extra guests one guest may bring. */
  plusMax: number;
  findable: Findable;
  /** Whether a host lets each guest in. */
  approval: boolean;
  state: "on" | "calledOff";
  /** Places taken: guests going plus their extra guests. Kept equal to the RSVP rows. */
  going: number;
  /** Raised by every change that a card or page shows. */
  version: number;
  /** When it reminds; absent: at the usual times. */
  reminders?: ReminderTimes;
  /** When a host nudged those who had not answered: once. */
  nudgedAt?: Instant;
};

export const TITLE_MAX = 100;
export const ABOUT_MAX = 1_000;
export const ADDRESS_MAX = 300;
export const CAPACITY_MAX = 10_000;
export const PLUS_MAX = 20;
export const PLUS_DEFAULT = 5;
/** How long a party without an end is taken to last. */
export const USUAL_LENGTH = 6 * HOUR;

/** When the party is over: its end, or some hours after its start. */
export const endOf = (party: Pick<Party, "startsAt" | "endsAt">): Instant =>
  party.endsAt ?? party.startsAt + USUAL_LENGTH;
export const isOver = (party: Pick<Party, "startsAt" | "endsAt">, now: Instant): boolean => endOf(party) <= now;
