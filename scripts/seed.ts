// Scripts: fills the configured database with sample people, chats and parties. Running it again adds nothing twice.
import { parseArgs } from "node:util";
import { systemClock } from "../src/clock.ts";
import { loadEnvFile, readConfig } from "../src/config.ts";
import { openDatabase } from "../src/app.ts";
import { plan } from "../src/delivery/plan.ts";
import { createLog } from "../src/log.ts";
import { createPlaces } from "../src/places/index.ts";
import { createSample } from "../src/sample.ts";

const { values } = parseArgs({
  options: {
    parties: { type: "string", default: "12" },
    city: { type: "string", default: "Berlin" },
    seed: { type: "string", default: "1" },
    room: { type: "string", default: "kitchen" },
  },
});

const count = Number(values.parties);
const seed = Number(values.seed);
if (!Number.isInteger(count) || count < 1 || count > 1_000_000 || !Number.isInteger(seed)) {
  console.error(
    "Usage: npm run seed -- [--parties 1000] [--city Berlin] [--seed 7] [--room kitchen]; parties and seed are whole numbers.",
  );
  process.exit(1);
}

loadEnvFile();
const config = readConfig(process.env);
const store = await openDatabase({ config, log: createLog("warn") });
const places = createPlaces({ now: systemClock.now });
const sample = createSample({ store, places, clock: systemClock, plan, onPosted: () => {} });
try {
  const made = await sample({
    city: values.city,
    parties: count,
    seed,
    chat: { platform: "web", chatId: `room:${values.room}`, kind: "group", reach: "post" },
  });
  console.log(`${made.parties} parties made around ${values.city}, ${made.alreadyThere} were there already.`);
} catch (error) {
  console.error(
    error instanceof Error && error.name === "SampleRefused" ? error.message : "The sample could not be made.",
  );
  process.exitCode = 1;
} finally {
  await store.close();
}
