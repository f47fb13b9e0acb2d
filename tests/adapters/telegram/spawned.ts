// Tests: starts the whole program in a process of its own, and speaks with it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Stall } from "../../support/stalls.ts";

const SCRIPT = fileURLToPath(new URL("own-process.ts", import.meta.url));

export type Order = { now: number } | { watch: true } | { stall: true };
export type Said = { ready: true } | { watching: true } | { stall: Stall };

export type Spawned = {
  /** Sets its clock. */
  setClock(now: number): void;
  /** Forgets the longest stall so far. */
  watch(): Promise<void>;
  stall(): Promise<Stall>;
  /** SIGKILL: nothing is finished, given back or told. Resolves when it is dead. */
  kill(): Promise<void>;
};

/** Resolves once the program runs. */
export const spawnProgram = async (env: Record<string, string>, now: number): Promise<Spawned> => {
  const child = fork(SCRIPT, [JSON.stringify({ env, now })], { execArgv: ["--import", "tsx"] });
  const over = once(child, "exit").then(() => undefined);
  const heard = async (): Promise<Said> => {
    const said = await Promise.race([once(child, "message"), over]);
    if (!said) throw new Error("the program ended");
    return said[0] as Said;
  };
  const ask = (order: Order): Promise<Said> => {
    const answer = heard();
    child.send(order);
    return answer;
  };
  await heard();
  return {
    setClock: (to) => void child.send({ now: to } satisfies Order),
    watch: async () => void (await ask({ watch: true })),
    stall: async () => {
      const said = await ask({ stall: true });
      return "stall" in said ? said.stall : { wall: Number.NaN, cpu: Number.NaN };
    },
    kill: async () => {
      child.kill("SIGKILL");
      await over;
    },
  };
};
