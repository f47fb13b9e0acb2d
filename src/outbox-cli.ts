// Outbox: the operator's command over notes: list, retry, drop. It works on the configured database, beside the program that runs.
import { systemClock } from "./clock.ts";
import { ConfigFault, loadEnvFile, readConfig } from "./config.ts";
import { SECOND } from "./domain/time.ts";
import { Misuse, readAsked } from "./operator/asked.ts";
import { HELP, runOutbox } from "./operator/outbox.ts";
import { NoOutbox, openDesk } from "./store/open-desk.ts";

const DONE = 0;
const REFUSED = 1;
const NOT_UNDERSTOOD = 2;

const run = async (): Promise<number> => {
  // What is only a question about the command needs no configuration.
  if (readAsked(process.argv.slice(2), 0).do === "help") {
    console.log(HELP);
    return DONE;
  }
  loadEnvFile();
  const config = readConfig(process.env);
  const asked = readAsked(process.argv.slice(2), config.readyLateSeconds * SECOND);
  const { desk, close } = await openDesk(config.databaseUrl.reveal());
  try {
    const { text, refused } = await runOutbox(desk, asked, systemClock.now);
    console.log(text);
    return refused ? REFUSED : DONE;
  } finally {
    await close();
  }
};

const told = (error: unknown): number => {
  const inWords = error instanceof Misuse || error instanceof ConfigFault || error instanceof NoOutbox;
  // A database's message may hold its address.
  const { code, name } = error as { code?: unknown; name?: unknown };
  console.error(inWords ? error.message : `The database could not be asked (${String(code ?? name)}).`);
  if (error instanceof Misuse) console.error("See: npm run outbox -- --help");
  return error instanceof Misuse || error instanceof ConfigFault ? NOT_UNDERSTOOD : REFUSED;
};

process.exitCode = await run().catch(told);
