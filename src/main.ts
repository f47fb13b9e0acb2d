// Main: reads the environment, starts the app, drains on SIGTERM and Ctrl-C.
import { setTimeout as rest } from "node:timers/promises";
import closeWithGrace from "close-with-grace";
import { startApp } from "./app.ts";
import { systemClock } from "./clock.ts";
import { ConfigFault, loadEnvFile, readConfig } from "./config.ts";
import { createLog } from "./log.ts";

/** What a stop may take, in ms, before the process ends anyway: with somebody at the keyboard, and with a machine that waits. */
const STOP = { keyboard: 4_500, machine: 15_000 };

/** Faults whose messages are written for the one who starts the program. */
const STARTING = new Set(["BadKeys", "StartRefused"]);

const start = async (): Promise<void> => {
  loadEnvFile();
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const app = await startApp({ config, clock: systemClock, log });
  const grace = config.drainSeconds * 1_000;
  closeWithGrace({ delay: grace + STOP.machine, logger: false }, async ({ err, signal }) => {
    if (err) log.error("stopping after a fault", { error: err });
    if (signal === "SIGTERM" && grace > 0) {
      app.drain();
      log("draining", { ms: grace });
      await rest(grace);
    }
    if (signal === "SIGINT") setTimeout(() => process.exit(1), STOP.keyboard).unref();
    await app.stop();
    log("stopped", signal ? { signal } : {});
  });
  console.log(`\n  Party With Me is on ${app.url}`);
  if (config.playground) console.log(`  Try it in the playground: ${app.url}/playground\n`);
};

start().catch((error: unknown) => {
  // A fault of the configuration says what to do and holds no value; anything else is named, with its place, never quoted.
  if (error instanceof ConfigFault) console.error(error.message);
  else {
    createLog("error").error("could not start", { error });
    if (error instanceof Error && STARTING.has(error.name)) console.error(error.message);
  }
  process.exitCode = 1;
});
