// Bench: a process that is measured from outside: how it is started, and what it has cost so far.
import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";

export type Subject = {
  /** Says something to it and resolves with what it answers. */
  ask<T>(wish: string): Promise<T>;
  /** CPU time since it started, in µs. */
  cpu(): Promise<number>;
  end(): void;
};

const heard = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve) => child.once("message", (said) => resolve(said as T)));

/** Compiled like what is deployed: a compiler on the way would be measured, too. */
const COMPILED = extname(import.meta.url);

/** Starts `file` with `args` and resolves once it says that it is ready. */
export const startSubject = async (file: string, args: readonly string[]): Promise<Subject> => {
  const child = fork(file.replace(/\.ts$/, COMPILED), args);
  await heard(child);
  const ask = <T>(wish: string): Promise<T> => {
    const answer = heard<T>(child);
    child.send(wish);
    return answer;
  };
  return {
    ask,
    cpu: async () => {
      const { user, system } = await ask<NodeJS.CpuUsage>("cpu");
      return user + system;
    },
    end: () => child.kill("SIGKILL"),
  };
};
