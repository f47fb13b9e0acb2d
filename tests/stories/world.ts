// Stories: the whole program, started for one story: real database, real server, a clock that the story moves.
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { createLog } from "../../src/log.ts";
import { handClock } from "../support/clock.ts";
import type { Kind } from "../support/databases.ts";
import { freshDatabase } from "../support/databases.ts";
import type { World } from "./language.ts";

export const startWorld = async (database: Kind, env: Record<string, string> = {}): Promise<World> => {
  const { url, drop } = await freshDatabase(database);
  const clock = handClock();
  const config = readConfig({
    DATABASE_URL: url,
    DATA_KEYS: newDataKey(1),
    PORT: "0",
    PLAYGROUND: "on",
    MAP_TILES_URL: "none",
    ...env,
  });
  const start = () => startApp({ config, clock, log: createLog("fatal"), ticking: false });
  let app = await start();
  return {
    get app() {
      return app;
    },
    databaseFile: url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "",
    now: clock.now,
    settles: () => app.sender.drain(),
    passes: async (ms) => {
      clock.forward(ms);
      await app.sender.drain();
    },
    restarts: async () => {
      await app.stop();
      app = await start();
    },
    close: async () => {
      await app.stop();
      await drop();
    },
  };
};
