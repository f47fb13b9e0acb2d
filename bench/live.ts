// Bench: an answer on the screens of 5,000 who look at one party: how long until all have it, and how fast frames go out beside plain `ws`.
import { fileURLToPath } from "node:url";
import { type Subject, startSubject } from "./child.ts";
import { median, verdict } from "./claim-bench.ts";
import type { Heard, Join, Wish } from "./live-crowd.ts";

const SUBJECT = fileURLToPath(new URL("live-subject.ts", import.meta.url));
const CROWD = fileURLToPath(new URL("live-crowd.ts", import.meta.url));
const VIEWERS = Number(process.env["LIVE_VIEWERS"] ?? 5_000);
/** One in ten is known by name: what is theirs alone is read for each change. */
const SIGNED_IN = VIEWERS / 10;
const CROWDS = 4;
const WARM = 3;
const ROUNDS = Number(process.env["LIVE_ROUNDS"] ?? 40);
const GOALS = { p99: 1_000, ratio: 0.95 };

/** When it was said, by the machine's clock in ms. */
export type Told = { at: number };
type Where = { ours: string; plain: string; party: string; cookies: string[] };
type Side = { name: string; wish: "rsvp" | "shout"; side: "ours" | "plain"; waits: number[]; rates: number[] };

/** Prints both figures; false when a goal is missed. Fails to end when a screen is never told. */
export const live = async (): Promise<boolean> => {
  const subject = await startSubject(SUBJECT, [String(SIGNED_IN)]);
  const crowds = await Promise.all(Array.from({ length: CROWDS }, () => startSubject(CROWD, [])));
  try {
    await gather(await subject.ask<Where>("where"), crowds);
    const sides: Side[] = [
      { name: "ours", wish: "rsvp", side: "ours", waits: [], rates: [] },
      { name: "plain ws, stringified once", wish: "shout", side: "plain", waits: [], rates: [] },
    ];
    for (let round = 0; round < WARM; round += 1)
      for (const side of sides) await play(subject, crowds, { ...side, waits: [], rates: [] });
    // Who goes first changes, so that neither has the warmer machine.
    for (let round = 0; round < ROUNDS; round += 1)
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await play(subject, crowds, side);
    await subject.ask("end");
    return judge(sides);
  } finally {
    for (const one of [subject, ...crowds]) one.end();
  }
};

const gather = async ({ ours, plain, party, cookies }: Where, crowds: readonly Subject[]): Promise<void> => {
  const many = Math.ceil(VIEWERS / CROWDS);
  const known = Math.ceil(cookies.length / CROWDS);
  for (const [i, crowd] of crowds.entries()) {
    const joins: Join[] = [
      { url: ours, many, party, cookies: cookies.slice(i * known, (i + 1) * known) },
      { url: plain, many, cookies: [] },
    ];
    for (const join of joins) await crowd.ask(JSON.stringify({ join } satisfies Wish));
  }
};

/** Says it once, and waits until the last of them has it. */
const play = async (
  subject: Subject,
  crowds: readonly Subject[],
  { wish, side, waits, rates }: Side,
): Promise<void> => {
  const following = crowds.map((crowd) => crowd.ask<Heard>(JSON.stringify({ follow: { side } } satisfies Wish)));
  const { at } = await subject.ask<Told>(wish);
  const heard = (await Promise.all(following)).flatMap((one) => one.at).sort((a, b) => a - b);
  const [first = 0, last = 0] = [heard[0], heard.at(-1)];
  waits.push(...heard.map((moment) => moment - at));
  rates.push((heard.length * 1_000) / (last - first));
};

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

const judge = (sides: readonly Side[]): boolean => {
  console.log(`\n${VIEWERS} viewers of one party, ${SIGNED_IN} of them guests, ${ROUNDS} answers, in turns:`);
  for (const { name, waits, rates } of sides) {
    waits.sort((a, b) => a - b);
    const [p50, p99] = [quantile(waits, 0.5), quantile(waits, 0.99)];
    console.log(
      `  ${name.padEnd(28)}on a screen p50 ${p50.toFixed(0).padStart(4)} ms  p99 ${p99.toFixed(0).padStart(4)} ms   ${median(rates).toFixed(0).padStart(7)} frames/s`,
    );
  }
  const [ours, plain] = sides as [Side, Side];
  const p99 = quantile(ours.waits, 0.99);
  const ratio = median(ours.rates.map((rate, i) => rate / (plain.rates[i] ?? Number.NaN)));
  console.log(`  p99 ${p99.toFixed(0)} ms   goal ≤ ${GOALS.p99} ms   ${verdict(p99 <= GOALS.p99)}`);
  console.log(`  frames × ${ratio.toFixed(2)} of plain ws   goal ≥ ${GOALS.ratio}   ${verdict(ratio >= GOALS.ratio)}`);
  return p99 <= GOALS.p99 && ratio >= GOALS.ratio;
};
