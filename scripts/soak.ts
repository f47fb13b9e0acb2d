// Scripts: the long tests, with their full counts: all of them, or those of one name (`npm run soak -- delivery`).
import { spawn } from "node:child_process";
import { once } from "node:events";

type Soak = { counts: Readonly<Record<string, number>>; files: readonly string[] };

const SOAKS: Readonly<Record<string, Soak>> = {
  capacity: { counts: { PROPERTY_RUNS: 10_000 }, files: ["tests/contract/store-capacity.test.ts"] },
  telegram: {
    counts: { REPLAYED_UPDATES: 10_000, HOSTILE_UPDATES: 2_000, WEBHOOK_TRIES: 10_000 },
    files: ["tests/adapters/telegram"],
  },
  discord: {
    counts: { FROZEN_MS: 10_000, FROZEN_INTERACTIONS: 200, GATEWAY_DROPS: 500 },
    files: ["tests/stories/discord-frozen.test.ts", "tests/stories/discord-gateway.test.ts"],
  },
  delivery: {
    counts: {
      DELIVERY_KILLS: 1_000,
      DELIVERY_MESSAGES: 20_000,
      DELIVERY_FAULTS: 10_000,
      CLOCK_JUMPS: 200,
      GALERA_KILLS: 30,
      ROLLING_ROUNDS: 10,
    },
    files: [
      "tests/delivery/kills.test.ts",
      "tests/delivery/storm.test.ts",
      "tests/delivery/clock-jumps.test.ts",
      "tests/store/galera.test.ts",
      "tests/stories/rolling.test.ts",
    ],
  },
  nearby: {
    counts: { NEARBY_QUERIES: 100_000, VICTIMS: 10_000 },
    files: ["tests/store/nearby-brute.test.ts", "tests/safety/trilateration.test.ts"],
  },
};

/** In ms: hours, for a machine that has little. */
const PATIENCE = 14_400_000;

/** Counts that are set already stay as they are. Resolves to vitest's exit code. */
const soak = async ({ counts, files }: Soak): Promise<number> => {
  const given = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
  const vitest = spawn("npx", ["vitest", "run", "--project", "party", "--testTimeout", `${PATIENCE}`, ...files], {
    stdio: "inherit",
    env: { ...given, ...process.env },
  });
  const [code] = (await once(vitest, "exit")) as [number | null];
  return code ?? 1;
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in SOAKS));
if (unknown.length > 0) {
  console.error(`There is no soak named ${unknown.join(", ")}. There are: ${Object.keys(SOAKS).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const name of names.length > 0 ? names : Object.keys(SOAKS)) {
    console.log(`== ${name}`);
    if ((await soak(SOAKS[name] as Soak)) !== 0) process.exitCode = 1;
  }
}
