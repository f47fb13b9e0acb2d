// Views: how a list of parties nearby is looked at again: a press of its point, its filters and where it was left, within a button's 64 bytes.
import type { Press } from "../chat/press.ts";
import { chordOfKm, kmOfChord } from "../domain/cells.ts";
import type { NearbyCursor } from "../domain/nearby.ts";
import { isPartyCode } from "../domain/party.ts";
import type { LatLng } from "../domain/place.ts";

export type When = "any" | "tonight" | "weekend";

/** A snapped point as it is typed: short enough for any button. */
export const pointText = ({ lat, lng }: LatLng): string => `${lat.toFixed(4)},${lng.toFixed(4)}`;

export const isPoint = (word: string): boolean => /^-?\d{1,2}\.\d{4},-?\d{1,3}\.\d{4}$/.test(word);

/** The store compares squared chords as whole numbers of these, so a distance comes back as it was. */
const UNIT = 1e13;

const writeCursor = ({ km, startsAt, code }: NearbyCursor): string =>
  [Math.round(chordOfKm(km) * UNIT).toString(36), startsAt.toString(36), code].join(".");

/** Undefined when it is none. */
export const readCursor = (word: string): NearbyCursor | undefined => {
  const [, far, starts, code = ""] = /^([0-9a-z]{1,11})\.([0-9a-z]{1,9})\.([0-9a-z]+)$/.exec(word) ?? [];
  if (far === undefined || starts === undefined || !isPartyCode(code)) return undefined;
  return { km: kmOfChord(Number.parseInt(far, 36) / UNIT), startsAt: Number.parseInt(starts, 36), code };
};

export type Looking = { at: LatLng; within: string; when: When; after?: NearbyCursor };

export const lookPress = ({ at, within, when, after }: Looking): Press => ({
  command: "look",
  args: { at: pointText(at), within, when, ...(after && { after: writeCursor(after) }) },
});
