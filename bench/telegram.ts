// Bench: what an update costs our bot, in CPU time, beside telegraf's own machinery on the same updates in the same run.
import { fileURLToPath } from "node:url";
import blns from "big-list-of-naughty-strings" with { type: "json" };
import { type FakeTelegram, startFakeTelegram } from "../tests/fakes/telegram/index.ts";
import type { Stall } from "../tests/support/stalls.ts";
import { startSubject } from "./child.ts";

const SUBJECT = fileURLToPath(new URL("telegram-subject.ts", import.meta.url));
const WARM = 300;
const COUNT = 1_000;
const HOSTILE = 2_000;
const NAMES = ["create", "rsvp", "show", "nearby", "invite", "help"];

/** Pushes `count` messages and resolves once all were taken and `answers` of them answered. */
const run = async (fake: FakeTelegram, count: number, text: string, answers: boolean): Promise<void> => {
  const sender = fake.user("Bench", { started: true });
  const before = fake.calls("sendMessage").length;
  for (let i = 0; i < count; i += 1) {
    const from = { id: sender.id, is_bot: false, first_name: "Bench" };
    const message = { message_id: i + 1, date: Math.floor(Date.now() / 1_000), from, text };
    fake.updates.push({
      message: { ...message, chat: { id: sender.id, type: "private", first_name: "Bench" }, ...entities(text) },
    });
  }
  const done = (): boolean =>
    fake.updates.waiting() === 0 && (!answers || fake.calls("sendMessage").length - before >= count);
  await fake.until(done, 300_000);
};

const entities = (text: string) =>
  text.startsWith("/") ? { entities: [{ type: "bot_command", offset: 0, length: text.length }] } : {};

/** CPU µs for each update. */
const measure = async (kind: string, text: string, answers: boolean): Promise<number> => {
  const fake = await startFakeTelegram({ limits: false });
  const subject = await startSubject(SUBJECT, [kind, fake.url, fake.token]);
  try {
    await run(fake, WARM, text, answers);
    const from = await subject.cpu();
    await run(fake, COUNT, text, answers);
    return ((await subject.cpu()) - from) / COUNT;
  } finally {
    subject.end();
    await fake.close();
  }
};

/** The longest stall of our own process while it reads malformed and hostile updates. */
const stall = async (): Promise<Stall> => {
  const fake = await startFakeTelegram({ limits: false });
  const subject = await startSubject(SUBJECT, ["ours", fake.url, fake.token]);
  try {
    await run(fake, WARM, "/create Tea when:in 3 days at 19:00 where:Berlin", true);
    await subject.ask("watch");
    const chat = { id: 77, type: "private", first_name: "Bench" };
    const from = { id: 77, is_bot: false, first_name: "Bench" };
    for (let i = 0; i < HOSTILE; i += 1) {
      const text = blns[i % blns.length] ?? "";
      const whole = { message_id: i + 1, date: 1, from, chat, text: `/${NAMES[i % NAMES.length]} ${text}` };
      const hurt = [
        null,
        { ...whole, from: null },
        { ...whole, text: "x".repeat(5_000) },
        { ...whole, entities: "?" },
        whole,
      ][i % 5];
      fake.updates.push(
        i % 2 === 0 ? { message: hurt } : { callback_query: { id: `q${i}`, from, data: text, message: hurt } },
      );
    }
    await fake.until(() => fake.updates.waiting() === 0, 300_000);
    return await subject.ask<Stall>("stall");
  } finally {
    subject.end();
    await fake.close();
  }
};

export const telegram = async (): Promise<boolean> => {
  const rows: [string, string, string, boolean][] = [
    ["telegraf, a handler that does nothing", "telegraf silent", "hello", false],
    ["telegraf, one reply", "telegraf answering", "hello", true],
    ["ours, /help: one reply", "ours", "/help", true],
    ["ours, /parties: one reply", "ours", "/parties", true],
  ];
  const figures = new Map<string, number>();
  for (const [label, kind, text, answers] of rows) figures.set(label, await measure(kind, text, answers));
  const floor = figures.get("telegraf, one reply") ?? 1;
  for (const [label, us] of figures)
    console.log(
      `${label.padEnd(40)} ${us.toFixed(0).padStart(6)} µs   × ${(us / floor).toFixed(2)} of telegraf's one reply`,
    );
  const longest = await stall();
  console.log(
    `${HOSTILE} hostile updates, the longest stall`.padEnd(40),
    `${longest.cpu.toFixed(0).padStart(6)} ms of its own, ${longest.wall.toFixed(0)} ms by the clock   goal ≤ 50 ms`,
  );
  return true;
};
