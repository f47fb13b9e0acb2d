// Store: a party's row: its secrets sealed on the way in, opened into `Secret` on the way out.
import type { Party, PartyCode } from "../domain/party.ts";
import { endOf } from "../domain/party.ts";
import type { LatLng, Region } from "../domain/place.ts";
import type { ReminderTimes } from "../domain/reminders.ts";
import { Secret } from "../domain/secret.ts";
import type { Keyring, Spot } from "../safety/keyring.ts";

export type PartyRow = {
  code: string;
  host_id: string;
  title: string;
  about: string | null;
  starts_at: number;
  ends_at: number | null;
  over_at: number;
  time_zone: string;
  label: string;
  area_lat: number | null;
  area_lng: number | null;
  address_sealed: string | null;
  point_sealed: string | null;
  shown: NonNullable<Party["place"]["shown"]> | "neighbourhood";
  /** JSON of a `Region`. */
  near_sealed: string | null;
  guess: string | null;
  max_guests: number | null;
  plus_max: number;
  findable: Party["findable"];
  approval: number;
  state: Party["state"];
  going: number;
  queue_seq: number;
  version: number;
  created_at: number;
  /** JSON of `ReminderTimes`. */
  reminders: string | null;
  nudged_at: number | null;
};

const spot = (code: PartyCode, column: string): Spot => ({ table: "parties", row: code, column });

export const partyOf = (row: PartyRow, keyring: Keyring): Party => ({
  code: row.code,
  hostId: row.host_id,
  title: row.title,
  ...(row.about !== null && { about: row.about }),
  startsAt: row.starts_at,
  ...(row.ends_at !== null && { endsAt: row.ends_at }),
  timeZone: row.time_zone,
  place: placeOf(row, keyring),
  ...(row.max_guests !== null && { max: row.max_guests }),
  plusMax: row.plus_max,
  findable: row.findable,
  approval: row.approval === 1,
  state: row.state,
  going: row.going,
  version: row.version,
  ...(row.reminders !== null && { reminders: JSON.parse(row.reminders) as ReminderTimes }),
  ...(row.nudged_at !== null && { nudgedAt: row.nudged_at }),
});

const placeOf = (row: PartyRow, keyring: Keyring): Party["place"] => ({
  label: row.label,
  ...(row.area_lat !== null && row.area_lng !== null && { area: { lat: row.area_lat, lng: row.area_lng } }),
  ...(row.address_sealed !== null && {
    address: new Secret(keyring.open(row.address_sealed, spot(row.code, "address"))),
  }),
  ...(row.point_sealed !== null && {
    point: new Secret(JSON.parse(keyring.open(row.point_sealed, spot(row.code, "point"))) as LatLng),
  }),
  ...(row.shown === "city" && { shown: row.shown }),
  ...(row.near_sealed !== null && {
    near: new Secret(JSON.parse(keyring.open(row.near_sealed, spot(row.code, "near"))) as Region),
  }),
  ...(row.guess !== null && { guess: row.guess }),
});

/** The columns that a host's edit may write: not the counters, not the version, not the capacity. */
export const editableOf = (party: Party) => ({
  title: party.title,
  about: party.about ?? null,
  starts_at: party.startsAt,
  ends_at: party.endsAt ?? null,
  over_at: endOf(party),
  time_zone: party.timeZone,
  plus_max: party.plusMax,
  findable: party.findable,
  approval: party.approval ? 1 : 0,
  state: party.state,
  reminders: party.reminders ? JSON.stringify(party.reminders) : null,
});

export const placeColumns = (code: PartyCode, place: Party["place"], keyring: Keyring) => ({
  label: place.label,
  area_lat: place.area?.lat ?? null,
  area_lng: place.area?.lng ?? null,
  address_sealed: place.address
    ? keyring.seal(place.address.reveal().replaceAll("\0", ""), spot(code, "address"))
    : null,
  point_sealed: place.point ? keyring.seal(JSON.stringify(place.point.reveal()), spot(code, "point")) : null,
  shown: place.shown ?? ("neighbourhood" as const),
  near_sealed: place.near ? keyring.seal(JSON.stringify(place.near.reveal()), spot(code, "near")) : null,
  guess: place.guess ?? null,
});
