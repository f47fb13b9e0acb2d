// Bench: the fan-out as this program does it: its store, its sender, its adapters, from the moment at which everything is due.
import { startApp, openDatabase } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { SECOND } from "../src/domain/time.ts";
import { createLog } from "../src/log.ts";
import { newDataKey } from "../src/safety/keyring.ts";
import { freshDatabase, type Kind } from "../tests/support/databases.ts";
import type { Places } from "./fanout-fakes.ts";
import { settle } from "./fanout-town.ts";

/** Both platforms are connected by then. */
const AHEAD = 10 * SECOND;

export type Run = { from: number; end(): Promise<void> };

/** Resolves when the bot runs; the reminders are due at `from`, in epoch ms of the machine. */
export const startOurFanout = async (kind: Kind, places: Places, guests: number): Promise<Run> => {
  const { url, drop } = await freshDatabase(kind);
  const { discord, telegram } = places;
  const config = readConfig({
    DATABASE_URL: url,
    DATA_KEYS: newDataKey(1),
    PORT: "0",
    PLAYGROUND: "off",
    PUBLIC_URL: "https://party.example",
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.url,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_URL: telegram.url,
  });
  const log = createLog("error");
  const dueAt = systemClock.now();
  const store = await openDatabase({ config, log });
  await settle({ store, places, guests, dueAt });
  await store.close();
  // The program's clock stands a little before the moment by now, however long the town took to make.
  const back = systemClock.now() + AHEAD - dueAt;
  const app = await startApp({ config, log, clock: { now: () => systemClock.now() - back } });
  return {
    from: dueAt + back,
    end: async () => {
      await app.stop();
      await drop();
    },
  };
};
