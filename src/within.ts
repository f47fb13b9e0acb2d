// Dispatch's maps: what anybody may see of the parties on a part of the map, and of one party wherever it is.
import type { Core, OnMap } from "./chat/adapter.ts";
import type { Deps } from "./dispatch.ts";
import type { Bounds } from "./domain/cells.ts";
import { disclose } from "./domain/disclosure.ts";
import type { Party, PartyCode } from "./domain/party.ts";
import type { Instant } from "./domain/time.ts";

export const within = async (
  { store }: Pick<Deps, "store">,
  bounds: Bounds,
  span: { from: Instant; to?: Instant },
  limit: number,
): ReturnType<Core["within"]> => {
  const found = await store.reads.parties.within({ ...bounds, ...span, limit: limit + 1 });
  return { parties: found.slice(0, limit).flatMap((party) => shownOf(party) ?? []), more: found.length > limit };
};

export const onMap = async ({ store }: Pick<Deps, "store">, code: PartyCode): ReturnType<Core["onMap"]> => {
  const party = await store.reads.parties.get(code);
  const shown = party?.findable === "nearby" && party.state === "on" ? shownOf(party) : undefined;
  return party && { version: party.version, ...(shown && { shown }) };
};

const NOBODY = { invited: 0, going: 0, maybe: 0, declined: 0, waitlisted: 0, requested: 0 };

/** A map names neither the host nor guests, so nobody's name is read for it. */
const shownOf = (party: Party): OnMap | undefined => {
  const seen = disclose({ party, hostName: "", counts: NOBODY, goingNames: [] }, "stranger", "person");
  const { code, version, title, startsAt, timeZone, label, area, areaKm, going, max, approval } = seen;
  const shown = { code, version, title, startsAt, timeZone, label, areaKm, going, approval };
  return area && { ...shown, area, ...(max !== undefined && { max }) };
};
