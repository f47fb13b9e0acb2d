// Web: what a map asks for, as a page says it and as it is read: the part of the globe, and the time.
import { z } from "zod";
import { type Bounds, isZone, nextWeekend, type OnMap, tonight } from "../../src/core.ts";
import { MAP_SPANS, type WireMapFilter } from "./wire.ts";

export type MapAsk = { bounds: Bounds; filter: WireMapFilter };
/** In ms; without `to` it has no end. */
export type MapSpan = { from: number; to?: number };

const degrees = z.number().min(-1e6).max(1e6);
const zone = z.string().max(64);

/** A map that was scrolled around the globe says degrees beyond 180; they are brought back. A zone we do not know is read as UTC. */
export const mapFrame = z
  .object({
    kind: z.literal("map"),
    bounds: z.object({ south: degrees, west: degrees, north: degrees, east: degrees }),
    filter: z.object({ when: z.enum(MAP_SPANS), timeZone: zone }),
  })
  .transform(({ bounds, filter: { when, timeZone } }): MapAsk => {
    const filter = { when, timeZone: isZone(timeZone) ? timeZone : "UTC" };
    return { bounds: onGlobe(bounds), filter };
  });

const onGlobe = ({ south, west, north, east }: Bounds): Bounds => {
  const [low, high] = [Math.min(south, north), Math.max(south, north)].map((lat) => Math.max(-90, Math.min(90, lat)));
  const all = east - west >= 360;
  return { south: low ?? -90, north: high ?? 90, west: all ? -180 : turned(west), east: all ? 180 : turned(east) };
};

/** Within [-180, 180]; what is there already stays to the last digit. */
const turned = (lng: number): number => (Math.abs(lng) <= 180 ? lng : ((((lng + 180) % 360) + 360) % 360) - 180);

export const spanOf = ({ when, timeZone }: WireMapFilter, now: number): MapSpan => {
  if (when === "any") return { from: now };
  return when === "tonight" ? tonight(now, timeZone) : nextWeekend(now, timeZone);
};

/** Whether a map that looks at these bounds and this time shows the party. */
export const holds = (
  { bounds: { south, west, north, east }, span }: { bounds: Bounds; span: MapSpan },
  { area: { lat, lng }, startsAt }: Pick<OnMap, "area" | "startsAt">,
): boolean =>
  startsAt >= span.from &&
  (span.to === undefined || startsAt < span.to) &&
  lat >= south &&
  lat <= north &&
  (west <= east ? lng >= west && lng <= east : lng >= west || lng <= east);
