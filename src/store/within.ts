// Store: parties on a part of the map, the soonest first: a small part by cells, a wide one along the index of what starts next.
import { type Bounds, cellsWithin } from "../domain/cells.ts";
import type { Party } from "../domain/party.ts";
import type { PartyRow } from "./party-row.ts";
import { partyOf } from "./party-row.ts";
import type { Room } from "./room.ts";
import { rowsOf } from "./room.ts";
import type { Reads } from "./types.ts";

type Question = Parameters<Reads["parties"]["within"]>[0];
type Part = { sql: string; bindings: readonly (number | string)[] };

/**
 * More cells than these, of whatever size, are not asked: so wide a part (some 9° by 9° at the equator) holds enough of what starts next
 * that walking along the times finds it sooner than sorting all that is there.
 */
const MOST_CELLS = 400;

/** What strangers may know is made of these: what is sealed is not even read. */
const PUBLIC = [
  ...["code", "host_id", "title", "starts_at", "ends_at", "over_at", "time_zone", "label", "area_lat", "area_lng"],
  ...["shown", "max_guests", "plus_max", "findable", "approval", "state", "going", "version"],
]
  .map((column) => `parties.${column}`)
  .join();

/** As parties without anything secret. */
export const within = async (room: Room, q: Question): Promise<Party[]> => {
  const cells = cellsWithin(q, MOST_CELLS);
  const rows = await (cells ? byCells(room, q, cells) : byTime(room, q));
  return rows.map((row) =>
    partyOf(
      {
        ...row,
        about: null,
        reminders: null,
        nudged_at: null,
        guess: null,
        address_sealed: null,
        point_sealed: null,
        near_sealed: null,
      },
      room.keyring,
    ),
  );
};

const byCells = (room: Room, q: Question, cells: readonly number[]): Promise<PartyRow[]> => {
  const inside = insideOf(room, q);
  const time = timeOf(q);
  return rowsOf<PartyRow>(
    room,
    `SELECT ${PUBLIC} FROM
      (SELECT party_code, starts_at FROM party_cell
        WHERE cell IN (${cells.map(() => "?").join(",")}) AND ${time.sql} AND ${inside.sql}
        ORDER BY starts_at, party_code LIMIT ?) AS first
      JOIN parties ON parties.code = first.party_code
      ORDER BY first.starts_at, first.party_code`,
    [...cells, ...time.bindings, ...inside.bindings, q.limit],
  );
};

const timeOf = ({ from, to }: Question): Part =>
  to === undefined
    ? { sql: "starts_at >= ?", bindings: [from] }
    : { sql: "starts_at >= ? AND starts_at < ?", bindings: [from, to] };

const RAD = Math.PI / 180;
/** Above rounding, below what separates the centres of two cells even at a pole. */
const HAIR = 1e-12;

/** Whether a cell's vector lies within the bounds. Their edges count as inside. */
const insideOf = ({ dialect }: Room, { south, north, west, east }: Bounds): Part => {
  const numbers: number[] = [];
  const put = (n: number): string => {
    // A DOUBLE as it stands: mysql2 would write a DECIMAL, which is turned into a DOUBLE again for every row.
    if (dialect === "mysql") return `(${n.toExponential()})`;
    numbers.push(n);
    return "?";
  };
  const turned = (a: number, b: number): string => `${put(a)} * x + ${put(b)} * y >= ${put(-HAIR)}`;
  const [w, e, wide] = [west * RAD, east * RAD, widthOf({ west, east })];
  const lat = `z BETWEEN ${put(Math.sin(south * RAD) - HAIR)} AND ${put(Math.sin(north * RAD) + HAIR)}`;
  if (wide >= 360) return { sql: lat, bindings: numbers };
  // East of the western edge, west of the eastern one: by which side of the meridian's plane the vector is on.
  const edges = [turned(-Math.sin(w), Math.cos(w)), turned(Math.sin(e), -Math.cos(e))];
  if (wide > 180) return { sql: `${lat} AND (${edges.join(" OR ")})`, bindings: numbers };
  // Both hold on the far side of the globe too, where the part is a mere line.
  const middle = w + (wide * RAD) / 2;
  const sql = [lat, ...edges, turned(Math.cos(middle), Math.sin(middle))].join(" AND ");
  return { sql, bindings: numbers };
};

/** In degrees, eastward. */
const widthOf = ({ west, east }: Pick<Bounds, "west" | "east">): number =>
  west <= east ? east - west : east - west + 360;

const byTime = (room: Room, q: Question): Promise<PartyRow[]> => {
  const time = timeOf(q);
  const lng = q.west <= q.east ? "area_lng BETWEEN ? AND ?" : "(area_lng >= ? OR area_lng <= ?)";
  const index = room.dialect === "mysql" ? "FORCE INDEX (parties_soonest)" : "INDEXED BY parties_soonest";
  return rowsOf<PartyRow>(
    room,
    `SELECT ${PUBLIC} FROM
      (SELECT code, starts_at FROM parties ${index}
        WHERE findable = 'nearby' AND state = 'on' AND ${time.sql} AND area_lat BETWEEN ? AND ? AND ${lng}
        ORDER BY starts_at, code LIMIT ?) AS first
      JOIN parties ON parties.code = first.code
      ORDER BY first.starts_at, first.code`,
    [...time.bindings, q.south, q.north, q.west, q.east, q.limit],
  );
};
