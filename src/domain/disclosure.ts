// Domain: what may be known of a party, by whom. Views, pages, frames and calendars are built from `Seen` alone.
import type { SeenBy } from "./chat.ts";
import type { Findable, Party, PartyCode } from "./party.ts";
import { endOf } from "./party.ts";
import { AREA_RADIUS_M, CITY_RADIUS_M } from "./grid.ts";
import type { LatLng, Shown } from "./place.ts";
import type { Role } from "./rights.ts";
import { may } from "./rights.ts";
import type { Counts } from "./rsvp.ts";
import type { Instant } from "./time.ts";

/**
 * The exact place, for those who were let in and only where just they can read it. A point that no host has confirmed is for hosts alone:
 * `guess` is its mark.
 */
export type Exact = { address?: string; point?: LatLng; guess?: string };

export type Seen<S extends SeenBy = SeenBy> = {
  seenBy: S;
  code: PartyCode;
  title: string;
  about?: string;
  hostName: string;
  startsAt: Instant;
  endsAt?: Instant;
  /** When it counts as over, whether an end was set or not. */
  overAt: Instant;
  timeZone: string;
  label: string;
  area?: LatLng;
  /** What of the place is shown: the party is within `areaKm` of `area`. */
  shown: Shown;
  areaKm: number;
  /** Whether there is an exact place that let-in guests can read. */
  hasExact: boolean;
  exact?: S extends "person" ? Exact : never;
  max?: number;
  plusMax: number;
  findable: Findable;
  approval: boolean;
  calledOff: boolean;
  version: number;
  going: number;
  maybe: number;
  waiting: number;
  /** Names of the guests going, for those who may read them. */
  guests?: readonly string[];
};

export type PartyFacts = { party: Party; hostName: string; counts: Counts; goingNames: readonly string[] };

/** What `role` may know of a party where `seenBy` can read it. Field by field: a new fact stays hidden until it is named here. */
export const disclose = <S extends SeenBy>(facts: PartyFacts, role: Role, seenBy: S): Seen<S> => {
  const { party, counts } = facts;
  const seen: Seen<S> = {
    seenBy,
    code: party.code,
    title: party.title,
    ...(party.about !== undefined && { about: party.about }),
    hostName: facts.hostName,
    startsAt: party.startsAt,
    ...(party.endsAt !== undefined && { endsAt: party.endsAt }),
    overAt: endOf(party),
    timeZone: party.timeZone,
    label: party.place.label,
    ...(party.place.area !== undefined && { area: { lat: party.place.area.lat, lng: party.place.area.lng } }),
    shown: party.place.shown ?? "neighbourhood",
    areaKm: (party.place.shown === "city" ? CITY_RADIUS_M : AREA_RADIUS_M) / 1_000,
    hasExact: party.place.address !== undefined || party.place.point !== undefined,
    ...(party.max !== undefined && { max: party.max }),
    plusMax: party.plusMax,
    findable: party.findable,
    approval: party.approval,
    calledOff: party.state === "calledOff",
    version: party.version,
    going: party.going,
    maybe: counts.maybe,
    waiting: counts.waitlisted,
    ...(may(role, "readGuests") && { guests: [...facts.goingNames] }),
  };
  if (seenBy === "person" && may(role, "readAddress") && party.state === "on" && seen.hasExact) {
    (seen as Seen<"person">).exact = exactOf(party, role);
  }
  return seen;
};

const exactOf = ({ place: { address, point, guess } }: Party, role: Role): Exact => {
  const told = guess === undefined || may(role, "edit");
  return {
    ...(address && { address: address.reveal() }),
    ...(point && told && { point: { ...point.reveal() } }),
    ...(point && told && guess !== undefined && { guess }),
  };
};
