// Bench: answers of 64 guests at once on one party and on a thousand, beside SELECT … FOR UPDATE + SUM on the same server in the same run.
import { fileURLToPath } from "node:url";
import mysql from "mysql2/promise";
import { type Subject, startSubject } from "./child.ts";
import { median, verdict } from "./claim-bench.ts";
import type { Load, Outcome } from "./rsvp-load.ts";
import { startMariadb } from "./servers/mariadb.ts";

const SUBJECT = fileURLToPath(new URL("rsvp-subject.ts", import.meta.url));
const CLIENTS = 64;
const WARM_MS = 500;
const RUN_MS = 3_000;
const ROUNDS = 5;
const GOAL = 1.3;

const SCENES = [
  { name: "one party of 100 places, 200 guests", many: 1, max: 100, people: 200 },
  { name: "1000 parties of 20 places, 40 guests each", many: 1_000, max: 20, people: 40 },
];

/** Prints both scenes; false when a goal is missed, a place was given twice or a counter differs from its rows. */
export const rsvp = async (): Promise<boolean> => {
  const server = await startMariadb();
  // The first to start migrates.
  const ours = await startSubject(SUBJECT, ["ours", server.url]);
  const usual = await startSubject(SUBJECT, ["usual", server.url]);
  const met: boolean[] = [];
  try {
    for (const scene of SCENES) met.push(await play(scene, ours, usual));
    met.push(await sound(server.url));
  } finally {
    ours.end();
    usual.end();
    await server.stop();
  }
  return met.every(Boolean);
};

type Scene = (typeof SCENES)[number];

const play = async ({ name, many, max, people }: Scene, ours: Subject, usual: Subject): Promise<boolean> => {
  const sides = [];
  for (const [label, subject] of [
    ["ours (the store's answer)", ours],
    ["SELECT … FOR UPDATE + SUM", usual],
  ] as const) {
    const parties = await subject.ask<string[]>(JSON.stringify({ add: { many, max } }));
    const run = (seed: number, ms: number): Promise<Outcome> => {
      const load: Load = { parties, people, clients: CLIENTS, ms, seed };
      return subject.ask<Outcome>(JSON.stringify({ run: load }));
    };
    await run(1, WARM_MS);
    sides.push({ label, run, outcomes: [] as Outcome[] });
  }
  for (let round = 1; round <= ROUNDS; round += 1)
    for (const { run, outcomes } of sides) outcomes.push(await run(round * 7_919, RUN_MS));
  console.log(`\n${CLIENTS} clients, ${name}: medians of ${ROUNDS} rounds, one after the other in each`);
  const rates = sides.map(({ label, outcomes }) => {
    const rate = median(outcomes.map((one) => one.perSecond));
    const p99 = median(outcomes.map((one) => one.p99));
    const failed = outcomes.reduce((sum, one) => sum + one.failed, 0);
    console.log(
      `  ${label.padEnd(28)}${rate.toFixed(0).padStart(7)} transactions/s   p99 ${p99.toFixed(1).padStart(6)} ms   failed ${failed}`,
    );
    return rate;
  });
  const ratio = (rates[0] ?? 0) / (rates[1] ?? 1);
  console.log(`  ours × ${ratio.toFixed(2)}   goal ≥ ${GOAL}   ${verdict(ratio >= GOAL)}`);
  return ratio >= GOAL;
};

const SOUND = `SELECT COUNT(*) AS parties,
    COALESCE(SUM(taken > max_guests), 0) AS oversold, COALESCE(SUM(taken <> going), 0) AS differing
  FROM (SELECT max_guests, going, (SELECT COALESCE(SUM(1 + plus), 0) FROM rsvps WHERE party_code = code AND answer = 'going') AS taken
    FROM parties) AS counted`;

const sound = async (url: string): Promise<boolean> => {
  const connection = await mysql.createConnection(url);
  const [rows] = await connection.query<mysql.RowDataPacket[]>(SOUND);
  await connection.end();
  const { parties, oversold, differing } = (rows[0] ?? {}) as Record<string, unknown>;
  const well = Number(oversold) === 0 && Number(differing) === 0;
  console.log(
    `\nof ${String(parties)} parties oversold ${String(oversold)}, counter differs from the rows ${String(differing)}   goal 0 and 0   ${verdict(well)}`,
  );
  return well;
};
