// Store: reading again what a lost connection has interrupted: a cluster has another node to ask.
import { isCrowded, isLost } from "./fault.ts";

/** About four seconds in all, half of it by chance: as long as a cluster needs to go on without one of its nodes. */
const ATTEMPTS = 24;
const FIRST_MS = 5;
const LONGEST_MS = 250;

/** Runs `work`, which must be safe to run twice, again from the start while its connection is lost. */
export const again = async <T>(work: () => Promise<T>, tries = 1): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (tries >= ATTEMPTS || !(isLost(error) || isCrowded(error))) throw error;
  }
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries);
  await new Promise((done) => setTimeout(done, full / 2 + (Math.random() * full) / 2));
  return again(work, tries + 1);
};

type Ask = (...args: never[]) => Promise<unknown>;

/** The same questions, each asked again when its connection is lost. */
export const asked = <T extends object>(questions: T, names: readonly (keyof T)[] = keysOf(questions)): T => {
  const patient = names.map((name) => {
    const ask = questions[name] as Ask;
    return [name, (...args: never[]) => again(() => ask(...args))];
  });
  return { ...questions, ...(Object.fromEntries(patient) as Partial<T>) };
};

const keysOf = <T extends object>(questions: T): (keyof T)[] => Object.keys(questions) as (keyof T)[];
