// Tests: replicas that are killed at every named point of sending, again and again: nothing is lost, and next to nothing is told twice.
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Point, POINTS } from "../../src/delivery/points.ts";
import { SECOND } from "../../src/domain/time.ts";
import { DATABASES, type Kind } from "../support/databases.ts";
import { bundled, type Program } from "./kills-replicas.ts";
import { expected, killOnce, type Round, townOf, unheard } from "./kills-round.ts";
import { openStage, type Stage } from "./kills-stage.ts";

/** On each database, in turn at every other point; a soak asks for more. */
const KILLS = Number(process.env["DELIVERY_KILLS"] ?? POINTS.length / 2);
const MESSAGES = Number(process.env["DELIVERY_MESSAGES"] ?? 100);
const SEED = Number(process.env["DELIVERY_SEED"] ?? 1);
/** Every so often all replicas are gone for ten minutes. */
const OUTAGE_EVERY = 5;
/** Then other people meet: nobody has hundreds of parties ahead. */
const TOWN_FOR = 25;
/** A soak says how far it is. */
const TELL_EVERY = 50;

/** Messages of a round beside those to guests: cards and moves in two groups, and two that reached nobody. */
const OTHERS = 6;
const GUESTS = Math.max(4, Math.round((MESSAGES / KILLS - OTHERS) / 2));

/** How often a point is passed in every round, whoever is in hand: a batch passes it once. */
const PASSES: Partial<Record<Point, number>> = {
  written: GUESTS,
  handing: GUESTS,
  delivered: GUESTS,
  recording: 2,
  finishing: GUESTS,
  finished: GUESTS,
  postponing: 2,
  steppingDown: 2,
};

/** Every other point, and then those in between; the two databases begin at different ones. */
const pointOf = (kill: number, kind: Kind): Point =>
  POINTS[(2 * kill + Math.floor((2 * kill) / POINTS.length) + DATABASES.indexOf(kind)) % POINTS.length] ?? "woken";

const percentile = (values: readonly number[], of: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * of) - 1)] ?? 0;

/** Each round has shown by itself that nothing is lost. */
const sumOf = ({ ledger }: Stage, kills: number, after: readonly number[], doubts: number): string => {
  const { telegram, discord } = ledger.repeats();
  const [half, most] = [0.5, 0.99].map((of) => (percentile(after, of) / SECOND).toFixed(1));
  return `${kills} kills over ${ledger.posted()} messages: lost 0, Discord repeats ${discord}, Telegram repeats ${telegram} of ${doubts} ambiguous, redelivery p50 ${half} s, p99 ${most} s`;
};

let program: Program;
beforeAll(async () => {
  program = await bundled();
});
afterAll(() => program.remove());

describe.concurrent.each(DATABASES)("replicas that are killed, on %s", (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind, program);
  });
  afterAll(() => stage.close());

  test(`at every point of ${POINTS.length}: everybody is told, on Discord once, within half a minute`, {
    timeout: 120_000 + KILLS * 15_000,
  }, async () => {
    const random = xoroshiro128plus(SEED);
    let town = await townOf(stage, GUESTS);
    const after: number[] = [];
    let doubts = 0;
    for (let at = 0, kills = 0; kills < KILLS; at += 1) {
      if (at > 0 && at % TOWN_FOR === 0) town = await townOf(stage, GUESTS);
      const point = pointOf(kills, kind);
      const nth = uniformInt(random, 1, PASSES[point] ?? 1);
      const outage = kills % OUTAGE_EVERY === OUTAGE_EVERY - 1;
      const round: Round = { stage, town, title: `Party ${String(at).padStart(5, "0")}`, point, nth, outage };
      const told = await killOnce(round);
      kills += told ? 1 : 0;
      after.push(...(told?.after ?? []));
      doubts += told?.doubts ?? 0;
      if (told && kills % TELL_EVERY === 0) console.log(`${kind}: ${sumOf(stage, kills, after, doubts)}`);
      const lost = expected(round).filter(([address, line]) => stage.ledger.ids(address, line).length === 0);
      const missing = { lost: lost.map(([, line]) => line), unheard: unheard(round) };
      expect({ point, nth, ...missing }).toEqual({ point, nth, lost: [], unheard: 0 });
    }
    console.log(`${kind}: ${sumOf(stage, KILLS, after, doubts)}`);
    const { telegram, discord } = stage.ledger.repeats();
    expect(discord).toBe(0);
    expect(telegram).toBeLessThanOrEqual(doubts);
    expect(percentile(after, 0.99)).toBeLessThanOrEqual(30 * SECOND);
  });
});
