// Domain: where a list of parties nearby was left, so that it can go on from there.
import type { PartyCode } from "./party.ts";
import type { Instant } from "./time.ts";

/** What its last row was found by: the distance between the snapped points, then the start, then the code. */
export type NearbyCursor = { km: number; startsAt: Instant; code: PartyCode };
