// Telegram's updates, malformed or hostile: none that is valid is lost beside them, and the bot never holds its breath.
import blns from "big-list-of-naughty-strings" with { type: "json" };
import fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyring, newDataKey } from "../../../src/safety/keyring.ts";
import { openStore } from "../../../src/store/open.ts";
import type { FakeTelegram, Seen } from "../../fakes/telegram/index.ts";
import { startFakeTelegram } from "../../fakes/telegram/index.ts";
import { NOON } from "../../support/clock.ts";
import { freshDatabase } from "../../support/databases.ts";
import { answerOf, codeOn } from "./guests.ts";
import { spawnProgram } from "./spawned.ts";

const HOSTILE = Number(process.env["HOSTILE_UPDATES"] ?? 200);
const WARM = 200;
const GUESTS = 12;
const PATIENCE = 60_000;
/** In ms. */
const STALL_MAX = 50;

/** The program in a process of its own, and a party in a group it is in. */
const stage = async () => {
  const { url, drop } = await freshDatabase("sqlite");
  const dataKeys = newDataKey(1);
  const fake = await startFakeTelegram({ now: () => NOON });
  const bot = { TELEGRAM_TOKEN: fake.token, TELEGRAM_API_URL: fake.url };
  const env = { DATABASE_URL: url, DATA_KEYS: dataKeys, PORT: "0", PLAYGROUND: "off", ...bot };
  const program = await spawnProgram(env, NOON);
  const ada = fake.user("Ada", { started: true });
  const kitchen = fake.supergroup("Kitchen", [ada]);
  ada.sends(kitchen, "/create Rooftop BBQ when:28.11.2026 19:00 where:Berlin max:8");
  const card = (): Seen | undefined => kitchen.seen().find((one) => one.byBot && one.text.startsWith("Rooftop BBQ"));
  await fake.until(() => card() !== undefined && fake.updates.waiting() === 0, PATIENCE);
  const helps = async (): Promise<string> => {
    const before = ada.messagesIn(ada.private).length;
    ada.sends(ada.private, "/help");
    await fake.until(() => ada.messagesIn(ada.private).length > before + 1, PATIENCE);
    return ada.messagesIn(ada.private).at(-1)?.text ?? "";
  };
  const answers = async (): Promise<string[]> => {
    await program.kill();
    const store = await openStore({ url, keyring: createKeyring(dataKeys) });
    const rows = await store.reads.rsvps.list(codeOn(card() as Seen), { limit: 1_000 });
    await store.close();
    return rows.map(({ name }) => name);
  };
  const close = async (): Promise<void> => {
    await program.kill();
    await fake.close();
    await drop();
  };
  return { fake, program, card: card() as Seen, helps, answers, close };
};

const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, -1, 1e308, "", [], {}, { id: null }, "\u0000", "x".repeat(5_000), "1:".repeat(8_000)),
  fc.constantFrom(...(blns as string[])),
);
const LINES = ["/create", "/create Tea when:", "/create Tea where:", "/rsvp", "/nearby", "/invite", "/edit", "/help"];

/** A message or a tap with one part wrong, missing or hostile. */
const hostile = (card: Seen): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 1_000 }),
      fc.constantFrom("from", "chat", "text", "entities", "data", "message", "message_id", "id", "whole", "line"),
      wrong,
      fc.constantFrom(...LINES),
    )
    .map(([at, part, value, line]) => {
      const good = answerOf(at, card, codeOn(card));
      const [kind = "message", body] = Object.entries(good)[0] ?? [];
      if (part === "whole") return { [kind]: value };
      if (part === "line") return { [kind]: { ...(body as object), text: `${line} ${String(value)}` } };
      return { [kind]: { ...(body as object), [part]: value } };
    });

/** Pushes them a hundred at a time, with valid ones of further guests in between, and resolves when all are handled. */
const push = async (fake: FakeTelegram, updates: readonly unknown[], valid: readonly unknown[] = []): Promise<void> => {
  const every = Math.max(1, Math.floor(updates.length / Math.max(1, valid.length)));
  for (const [i, update] of updates.entries()) {
    fake.updates.push(update as Record<string, unknown>);
    const among = i % every === 0 ? valid[i / every] : undefined;
    if (among) fake.updates.push(among as Record<string, unknown>);
    if (i % 100 === 99) await fake.until(() => fake.updates.waiting() === 0, PATIENCE);
  }
  await fake.until(() => fake.updates.waiting() === 0, PATIENCE);
};

// Measured in the bot's own process, in the processor time of the thread that its event loop runs in: what else the machine does is no
// stall of ours. By the clock it is told too, for whoever runs this on a machine that does nothing else.
test(
  `${HOSTILE} malformed or hostile updates lose no valid one beside them, and stall nobody for ${STALL_MAX} ms`,
  async () => {
    const { fake, program, card, helps, answers, close } = await stage();
    try {
      await push(fake, fc.sample(hostile(card), { numRuns: WARM, seed: 5 }));
      await program.watch();
      const guests = Array.from({ length: GUESTS }, (_, at) => answerOf(2_000 + at, card, codeOn(card)));
      await push(fake, fc.sample(hostile(card), { numRuns: HOSTILE, seed: 11 }), guests);
      const { cpu, wall } = await program.stall();
      console.log(
        `hostile updates: ${HOSTILE}, longest stall ${cpu.toFixed(1)} ms (${wall.toFixed(1)} ms by the clock)`,
      );
      expect(await helps()).toContain("/create");
      expect((await answers()).filter((name) => /^Guest 20\d\d$/.test(name))).toHaveLength(GUESTS);
      expect(cpu).toBeLessThanOrEqual(STALL_MAX);
    } finally {
      await close();
    }
  },
  PATIENCE + 100 * HOSTILE,
);
