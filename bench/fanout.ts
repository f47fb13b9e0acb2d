// Bench: reminders to thousands of groups and people at one moment, against both platforms' limits, in real time.
import { setTimeout as rest } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startServer } from "../tests/support/mysql-server.ts";
import { startSubject, type Subject } from "./child.ts";
import type { Places, Tallies, Tally } from "./fanout-fakes.ts";
import { startOurFanout } from "./fanout-ours.ts";
import { throughDiscordJs, throughTelegraf } from "./fanout-rivals.ts";

const FAKES = fileURLToPath(new URL("fanout-fakes.ts", import.meta.url));
const PLATFORMS = ["discord", "telegram"] as const;
/** Messages a second. */
const RATE = { discord: 50, telegram: 30 };
const GUESTS = 4;
const PARTIES = { scaled: 150, full: 1_000 };
const GOAL = { ratio: 1.05, refused: 0.001 };
const LOOK_MS = 250;

type Result = { tallies: Tallies; from: number };

const full = process.argv.includes("--full");
/** On each platform: a party is one group and its guests. */
const parties = full ? PARTIES.full : PARTIES.scaled;
const each = parties * (1 + GUESTS);

/** Prints each way's time beside the least possible, and what was refused, lost and repeated; false where ours misses a goal. */
export const fanout = async (): Promise<boolean> => {
  const scale = full ? "the whole" : `scaled down from ${2 * PARTIES.full * (1 + GUESTS)}; --full runs the whole`;
  console.log(`${2 * each} reminders to ${2 * parties} groups and ${2 * parties * GUESTS} people (${scale})`);
  const server = await startServer();
  process.env["TEST_MYSQL_URL"] ??= server.url;
  process.env["TEST_MYSQL_FOLDER"] ??= server.folder;
  try {
    const met: boolean[] = [];
    for (const kind of ["sqlite", "mysql"] as const)
      met.push(told(`ours, ${kind === "mysql" ? "MariaDB" : "SQLite"}`, await ours(kind)));
    told("their own queues", await theirs());
    return met.every(Boolean);
  } finally {
    await server.stop();
  }
};

const withFakes = async (run: (fakes: Subject, places: Places) => Promise<Result>): Promise<Result> => {
  const fakes = await startSubject(FAKES, [String(parties), String(GUESTS)]);
  try {
    return await run(fakes, await fakes.ask<Places>("places"));
  } finally {
    fakes.end();
  }
};

const ours = (kind: "sqlite" | "mysql"): Promise<Result> =>
  withFakes(async (fakes, places) => {
    const { from, end } = await startOurFanout(kind, places, GUESTS);
    const tallies = await untilAll(fakes);
    await end();
    return { tallies, from };
  });

const theirs = (): Promise<Result> =>
  withFakes(async (fakes, places) => {
    const from = performance.timeOrigin + performance.now();
    const ways = await Promise.allSettled([throughDiscordJs(places.discord), throughTelegraf(places.telegram)]);
    for (const way of ways) if (way.status === "rejected") console.log(`gave up: ${String(way.reason)}`);
    return { tallies: await fakes.ask<Tallies>("tallies"), from };
  });

/** Until everything came, or nothing has for a minute; a moment longer, for what comes twice. */
const untilAll = async (fakes: Subject): Promise<Tallies> => {
  let tallies = await fakes.ask<Tallies>("tallies");
  let changed = performance.now();
  while (PLATFORMS.some((one) => tallies[one].targets < each) && performance.now() - changed < 60_000) {
    await rest(LOOK_MS);
    const next = await fakes.ask<Tallies>("tallies");
    if (PLATFORMS.some((one) => next[one].came !== tallies[one].came)) changed = performance.now();
    tallies = next;
  }
  await rest(2_000);
  return fakes.ask<Tallies>("tallies");
};

/** The slower platform sets the least possible time of all. */
const told = (way: string, { tallies, from }: Result): boolean => {
  const least = Math.max(...PLATFORMS.map((one) => each / RATE[one]));
  const took = Math.max(...PLATFORMS.map((one) => (tallies[one].lastAt - from) / 1_000));
  console.log(
    `${way}: ${took.toFixed(1)} s, × ${(took / least).toFixed(3)} of the least possible ${least.toFixed(1)} s`,
  );
  for (const one of PLATFORMS) console.log(`  ${one.padEnd(9)} ${line(tallies[one], RATE[one], from)}`);
  return took / least <= GOAL.ratio && PLATFORMS.every((one) => isSound(tallies[one]));
};

const line = (tally: Tally, rate: number, from: number): string => {
  const took = (tally.lastAt - from) / 1_000;
  const refused = `${tally.refused} × 429 (${((100 * tally.refused) / tally.asked).toFixed(2)} %)`;
  const ratio = `${took.toFixed(1)} s, × ${(took / (each / rate)).toFixed(3)} of ${(each / rate).toFixed(1)} s`;
  return `${ratio}; ${refused}; lost ${each - tally.targets}; repeats ${tally.repeated}`;
};

const isSound = ({ refused, asked, targets, repeated }: Tally): boolean =>
  refused / asked <= GOAL.refused && targets === each && repeated === 0;
