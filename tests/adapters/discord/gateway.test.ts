// Discord: the gateway: it breaks, refuses, is resumed, and one of several replicas listens to it.
import { expect, test, vi } from "vitest";
import { readInteraction } from "../../../adapters/discord/interaction.ts";
import type { Core } from "../../../src/core.ts";
import { startFakeDiscord } from "../../fakes/discord/index.ts";
import { handClock } from "../../support/clock.ts";
import { adapterFor, BBQ, CALLBACK, cardIn, sharedDesk, stage } from "./stage.ts";

test("what happened while the connection was down is answered once it is resumed", async () => {
  const it = await stage();
  const ada = it.person("Ada");
  it.fake.gateway.drop();
  const outcome = await ada.slash(it.kitchen, "party parties");
  expect(outcome.first).toBe("message");
  expect(it.fake.gateway.resumes()).toBe(1);
  expect(it.fake.gateway.identifies()).toBe(1);
  await it.close();
});

test("a session that is over is begun anew", async () => {
  const it = await stage();
  const ada = it.person("Ada");
  it.fake.gateway.invalidate(false);
  await it.fake.until(() => it.fake.gateway.identifies() === 2 && it.fake.gateway.ready().length === 1, 15_000);
  expect((await ada.slash(it.kitchen, "party parties")).first).toBe("message");
  await it.close();
});

test("an interaction that is told twice is taken once", async () => {
  const it = await stage();
  const ada = it.person("Ada");
  await ada.slash(it.kitchen, "party create", BBQ);
  it.fake.gateway.repeatLast();
  await it.settled();
  await it.person("Ben").presses(cardIn(it.kitchen), "Going");
  await it.settled();
  const ids = it.fake.calls(CALLBACK).map((call) => call.path.split("/")[2]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(it.kitchen.seen()).toHaveLength(1);
  await it.close();
});

test.each([
  [4004, "DISCORD_TOKEN"],
  [4010, "DISCORD_SHARDS"],
  [4013, "update the program"],
  [4014, "update the program"],
])("after close code %i it says what to do and asks no more, while the web stays up", async (code, remedy) => {
  const it = await stage();
  it.fake.forgetCalls();
  it.fake.gateway.close(code);
  await vi.waitUntil(() => it.log.some((line) => line.includes(remedy)));
  expect(it.log.filter((line) => line.includes(remedy))).toHaveLength(1);
  expect((await fetch(`${it.app.url}/healthz`)).status).toBe(200);
  expect(it.fake.gateway.identifies()).toBe(1);
  await it.close();
  expect(it.fake.calls("GET /gateway/bot")).toEqual([]);
});

test("a token that Discord does not know is told, and not tried again", async () => {
  const clock = handClock();
  const fake = await startFakeDiscord({ now: clock.now });
  const log: string[] = [];
  const adapter = adapterFor({ ...fake, token: "of.another.bot" }, {}, { clock, log });
  await adapter.start({ commands: [] } as unknown as Core);
  await vi.waitUntil(() => log.some((line) => line.includes("DISCORD_TOKEN")));
  expect(fake.calls()).toHaveLength(1);
  expect(log.join()).not.toContain("of.another.bot");
  await adapter.stop();
  await fake.close();
});

test("while Discord cannot be reached it goes on trying, and then listens", async () => {
  const it = await stage({}, (fake) => {
    fake.failNext("GET /applications/@me", { reset: true });
    fake.failNext("GET /gateway/bot", { status: 503 });
    fake.failNext("PUT /applications/:id/commands", { reset: true });
  });
  expect((await it.person("Ada").slash(it.kitchen, "party parties")).first).toBe("message");
  await it.close();
});

test("the commands are told once, and again only when they changed", async () => {
  const desk = sharedDesk();
  const it = await stage({ desk });
  const { fake, clock } = it;
  expect(fake.calls("PUT /applications/:id/commands")).toHaveLength(1);
  await it.adapter.stop();
  const again = adapterFor(fake, { desk, owner: "two" }, { clock, log: it.log });
  await again.start(it.app.core);
  await fake.until(() => fake.gateway.ready().length === 1, 15_000);
  await again.stop();
  expect(fake.calls("PUT /applications/:id/commands")).toHaveLength(1);
  const newer = adapterFor(fake, { desk, owner: "three" }, { clock, log: it.log });
  await newer.start({ ...it.app.core, commands: it.app.core.commands.slice(0, 2) });
  await fake.until(() => fake.calls("PUT /applications/:id/commands").length === 2, 15_000);
  await newer.stop();
  await it.close();
});

test("of two replicas one listens, and the other takes over when that one stops", async () => {
  const desk = sharedDesk();
  const it = await stage({ desk });
  const { fake, clock } = it;
  const other = adapterFor(fake, { desk, owner: "two" }, { clock, log: it.log });
  await other.start(it.app.core);
  await fake.until(() => fake.calls("GET /applications/@me").length === 2);
  expect(fake.gateway.identifies()).toBe(1);
  await it.adapter.stop();
  await fake.until(() => fake.gateway.identifies() === 2 && fake.gateway.ready().length === 1, 15_000);
  expect((await it.person("Ada").slash(it.kitchen, "party parties")).first).toBe("message");
  await other.stop();
  await it.close();
});

test("a server that removes the bot is written to no more, in none of its channels", async () => {
  const it = await stage();
  const ada = it.person("Ada");
  await ada.slash(it.kitchen, "party create", BBQ);
  await it.settled();
  const here = {
    platform: "discord",
    chatId: it.kitchen.id,
    server: it.guild.id,
    kind: "group",
    reach: "post",
  } as const;
  const attic = it.guild.channel("attic");
  await ada.slash(attic, "party parties");
  it.guild.kicksBot();
  for (const chatId of [it.kitchen.id, attic.id])
    await vi.waitUntil(async () => (await it.app.store.reads.chats.find({ ...here, chatId }))?.gone === true);
  await it.close();
});

test("what is no interaction with somebody is not taken for one", () => {
  expect(readInteraction({ id: "1", type: 2, token: "t", channel_id: "2" })).toBeUndefined();
  expect(readInteraction({ id: "1", type: 2, token: "t", user: { id: "3", username: "ada" } })).toBeUndefined();
  expect(readInteraction("nothing")).toBeUndefined();
  const whole = { id: "1", type: 2, token: "t", channel_id: "2", user: { id: "3", username: "ada" }, new_field: [] };
  expect(readInteraction(whole)).toMatchObject({ channelId: "2", by: { id: "3" } });
});
