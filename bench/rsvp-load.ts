// Bench: what 64 guests at once do to parties: they answer, change their minds, bring somebody, again and again.
import type { Answer } from "../src/domain/rsvp.ts";

export type Wish = {
  party: string;
  person: string;
  answer: Extract<Answer, "going" | "maybe" | "declined">;
  plus: number;
};

/** Writes one answer, in a transaction of its own. */
export type AnswerOne = (wish: Wish) => Promise<unknown>;

/** `parties`: their codes. Each has `people` who answer. */
export type Load = { parties: readonly string[]; people: number; clients: number; ms: number; seed: number };

export type Outcome = { perSecond: number; p99: number; failed: number };

/** So many clients, each with one answer under way at any time. `p99` in ms, as the client waits. */
export const runLoad = async (load: Load, answer: AnswerOne): Promise<Outcome> => {
  const draw = drawing(load.seed);
  const waits: number[] = [];
  let failed = 0;
  const from = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() - from < load.ms) {
      const wish = wishOf(load, draw);
      const asked = performance.now();
      await answer(wish).catch(() => {
        failed += 1;
      });
      waits.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: load.clients }, client));
  const took = performance.now() - from;
  waits.sort((a, b) => a - b);
  return {
    perSecond: ((waits.length - failed) * 1_000) / took,
    p99: waits[Math.floor(waits.length * 0.99)] ?? Number.NaN,
    failed,
  };
};

const wishOf = ({ parties, people }: Load, draw: (below: number) => number): Wish => {
  const kind = draw(20);
  return {
    party: parties[draw(parties.length)] ?? "",
    person: `person${draw(people)}`,
    answer: kind < 12 ? "going" : kind < 17 ? "declined" : "maybe",
    plus: draw(4) === 0 ? 1 : 0,
  };
};

/** The same answers for everybody who is measured: xorshift32 (Marsaglia, 2003). */
const drawing = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};
