// The loopback Bot API: taps and inline queries that wait for the bot's answer, each answered once and not too late.
import { bad, QUERY_TOO_OLD } from "./refused.ts";
import type { State } from "./state.ts";

/** In ms. Not documented; people report between 10 and 20 seconds. */
const TOO_OLD = { callback: 15_000, inline: 10_000 };

type Waiting = { kind: keyof typeof TOO_OLD; since: number; answer(what: Record<string, unknown>): void };

export type Queries = ReturnType<typeof createQueries>;

export const createQueries = (state: State) => {
  const waiting = new Map<string, Waiting>();
  return {
    /** A new query's id, and what the bot will answer: rejects if there is no answer within `patience` ms of real time. */
    ask: (kind: keyof typeof TOO_OLD, patience: number): { id: string; answered: Promise<Record<string, unknown>> } => {
      const id = state.unique();
      const answered = new Promise<Record<string, unknown>>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the bot did not answer the ${kind} query`)), patience);
        const answer = (what: Record<string, unknown>): void => {
          clearTimeout(timer);
          resolve(what);
        };
        waiting.set(id, { kind, since: state.now(), answer });
      });
      answered.catch(() => undefined);
      return { id, answered };
    },
    check: (kind: keyof typeof TOO_OLD, id: string): void => {
      const query = waiting.get(id);
      if (query?.kind !== kind || state.now() - query.since > TOO_OLD[kind]) throw bad(QUERY_TOO_OLD);
    },
    answer: (id: string, what: Record<string, unknown>): void => {
      waiting.get(id)?.answer(what);
      waiting.delete(id);
      state.changed();
    },
  };
};
