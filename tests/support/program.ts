// Support: the built program as a process of its own, as it is run on a server.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));

export type Program = {
  url: string;
  /** What it wrote so far. */
  said(): string;
  /** Resolves with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** Resolves once it has printed its address; rejects with what it wrote when it ends before that. */
export const startProgram = (env: Record<string, string>): Promise<Program> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--enable-source-maps", MAIN], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const ended = once(child, "exit") as Promise<[number | null]>;
    const killWithUs = (): void => void child.kill("SIGKILL");
    process.once("exit", killWithUs);
    const hear = (data: Buffer): void => {
      said += data.toString();
      const url = /Party With Me is on (http:\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      resolve({
        url,
        said: () => said,
        end: async (signal) => {
          child.kill(signal);
          return (await ended)[0];
        },
      });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended.then(() => {
      process.removeListener("exit", killWithUs);
      reject(new Error(`it ended: ${said}`));
    });
  });
