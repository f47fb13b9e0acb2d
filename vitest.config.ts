// Tests: what judges the sources alone needs no server; everything else has a database beside it.
import { defineConfig } from "vitest/config";

const HOUSE = "tests/architecture.test.ts";

export default defineConfig({
  test: {
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    reporters: process.env["CI"] ? ["default", ["json", { outputFile: "coverage/tests.json" }]] : ["default"],
    projects: [
      { extends: true, test: { name: "house", include: [HOUSE] } },
      {
        extends: true,
        test: {
          name: "party",
          include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
          exclude: [HOUSE],
          globalSetup: ["tests/support/global-setup.ts"],
        },
      },
    ],
  },
});
