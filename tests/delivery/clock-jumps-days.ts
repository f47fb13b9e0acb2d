// Tests: parties of which everybody is to be reminded while the clock of the process is wrong for a while.
import { DateTime } from "luxon";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { Point } from "../../src/delivery/points.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../../src/domain/time.ts";

const ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];

export type Change = { timeZone: string; at: Instant; by: number };

/** The n-th change of the zones' clocks from 2027 on, as they come: six in each year. */
export const changeOf = (n: number): Change => {
  const year = 2027 + Math.floor(n / 6);
  const change = ZONES.flatMap((timeZone) => changesIn(timeZone, year)).sort((a, b) => a.at - b.at)[n % 6];
  if (!change) throw new Error("no change");
  return change;
};

const offsetAt = (timeZone: string, at: Instant): number => DateTime.fromMillis(at, { zone: timeZone }).offset * MINUTE;

const changesIn = (timeZone: string, year: number): Change[] => {
  const changes: Change[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
    if (offsetAt(timeZone, day) === offsetAt(timeZone, day + DAY)) continue;
    let at = day;
    while (offsetAt(timeZone, at) === offsetAt(timeZone, day)) at += HOUR / 2;
    changes.push({ timeZone, at, by: offsetAt(timeZone, at) - offsetAt(timeZone, day) });
  }
  return changes;
};

/** All by the true time. The process' clock is wrong `by` so much from `from` on, and right again from `until` on. */
export type Jump = {
  name: string;
  timeZone: string;
  startsAt: Instant;
  by: number;
  from: Instant;
  until: Instant;
  /** It goes wrong while a note is at this point, the first time after `from`. */
  at?: Point;
  /** When it is right again it is another process: the first one died with what it had in hand. */
  restarts: boolean;
};

const SIZES = [HOUR, -HOUR, DAY, -DAY];
const SENDING: readonly Point[] = ["claimed", "handing", "delivered"];
/** The usual reminders, in ms before the start. */
const REMINDERS = [DAY, 2 * HOUR];

/** The n-th of many: at a change of some zone's clocks or anywhere, while something is sent or not, of every size. */
export const jumpOf = (random: RandomGenerator, n: number): Jump => {
  const change = changeOf(n);
  const { timeZone } = change;
  const restarts = n % 5 === 4;
  // A reminder on one side of the change, the party on the other.
  const startsAt = change.at + uniformInt(random, 1, 24) * HOUR + uniformInt(random, 0, 59) * MINUTE;
  if (n % 3 === 0) {
    // A clock that takes the zone's change for its own, until somebody sees it.
    const until = change.at + uniformInt(random, 1, 50) * MINUTE;
    return { name: `as ${timeZone} changes`, timeZone, startsAt, by: change.by, from: change.at, until, restarts };
  }
  const by = SIZES[Math.floor(n / 3) % SIZES.length] ?? HOUR;
  const due = startsAt - (REMINDERS[n % REMINDERS.length] ?? DAY);
  const shared = { timeZone, startsAt, by, restarts };
  if (n % 3 === 1) {
    const from = due - uniformInt(random, 0, 90) * MINUTE;
    const until = Math.min(from + uniformInt(random, 1, 180) * MINUTE, startsAt - 10 * MINUTE);
    return { name: "around a reminder", ...shared, from, until };
  }
  const at = SENDING[n % SENDING.length] ?? "handing";
  return { name: `while ${at}`, ...shared, from: due - MINUTE, until: due + uniformInt(random, 20, 60) * MINUTE, at };
};
