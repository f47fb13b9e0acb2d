// Stories of Telegram alone: the life of a group: it moves, has topics and admins, and loses the bot or a person.
import { expect } from "vitest";
import { GATHERING } from "../../src/delivery/ladder.ts";
import { DAY } from "../../src/domain/time.ts";
import { BBQ, cardIn, codeOf, last, settled, story, userOf } from "./telegram-story.ts";

story(
  "a group that becomes a supergroup keeps its party: the card comes anew, and reminders follow",
  async (town, driver) => {
    await driver.person("Ada");
    const ben = town.fake.user("Ben");
    const ada = userOf(town, "Ada");
    const small = town.fake.group("Attic", [ada, ben]);
    ada.sends(small, BBQ);
    await settled(town);
    const big = small.migrate(ada);
    await settled(town);
    ada.sends(big, "/edit about:Bring a chair");
    await settled(town);
    const card = cardIn(big);
    expect(card.text).toContain("Bring a chair");
    await ben.taps(card, "Going");
    await settled(town);
    expect(cardIn(big).text).toContain("1 of 2");
    await town.world.passes(5 * DAY + 8 * 3_600_000);
    expect(big.seen().some((one) => one.text.startsWith("Tomorrow: Rooftop BBQ"))).toBe(true);
  },
);

story("a migration that is learnt only when sending is followed too", async (town, driver) => {
  await driver.person("Ada");
  const ada = userOf(town, "Ada");
  const small = town.fake.group("Attic", [ada]);
  ada.sends(small, BBQ);
  await settled(town);
  const big = town.fake.supergroup("Attic", [ada]);
  await town.quiet();
  small.room.migratedTo = big.id;
  await town.world.passes(5 * DAY + 8 * 3_600_000);
  expect(big.seen().some((one) => one.text.startsWith("Tomorrow: Rooftop BBQ"))).toBe(true);
});

story("in a forum the card, its answers and the questions stay in the topic", async (town, driver) => {
  await driver.person("Ada");
  const ada = userOf(town, "Ada");
  const forum = town.fake.supergroup("House", [ada], { forum: true });
  const topic = forum.topic("Parties", ada);
  ada.sends(topic, BBQ);
  await settled(town);
  expect(cardIn(forum).threadId).toBe(topic.threadId);
  ada.sends(topic, "/create Tea where:Berlin");
  await town.quiet();
  expect(forum.seen().at(-1)).toMatchObject({ threadId: topic.threadId });
});

story(
  "channel posts and admins without a name are refused kindly; other bots' commands are left alone",
  async (town, driver) => {
    await driver.person("Ada");
    const ada = userOf(town, "Ada");
    const channel = town.fake.channel("News");
    channel.posts("/create Tea");
    ada.sends(town.kitchen, BBQ, { as: "anonymous admin" });
    ada.sends(town.kitchen, "/dance");
    ada.sends(town.kitchen, "/create@otherbot Tea");
    await settled(town);
    const channelSays = [...(town.fake.state.rooms.get(channel.id)?.posts.values() ?? [])].at(-1)?.body["text"];
    expect(String(channelSays)).toContain("channel");
    const said = town.kitchen.seen().filter((one) => one.byBot && !one.text.startsWith("Hello"));
    expect(said.map((one) => one.text)).toEqual([expect.stringContaining("anonymously")]);
  },
);

story("a host brings the bot into a new group with a party in hand", async (town, driver) => {
  const host = await driver.person("Ada");
  await host.types(BBQ);
  const [ada, ben] = [userOf(town, "Ada"), town.fake.user("Ben")];
  const fresh = town.fake.supergroup("Upstairs", [ada, ben], { bot: false });
  fresh.addBot(ada, codeOf(cardIn(town.kitchen)));
  await settled(town);
  await ben.taps(cardIn(fresh), "Going");
  await settled(town);
  expect(cardIn(fresh).text).toContain("1 of 2");
  expect(cardIn(town.kitchen).text).toContain("1 of 2");
});

story("whoever blocks the bot is not written to until they return", async (town, driver) => {
  const host = await driver.person("Ada");
  const guest = await driver.person("Ben");
  await host.typesPrivately("/help");
  await host.types(BBQ);
  await guest.presses("Going", "Rooftop BBQ");
  const ben = userOf(town, "Ben");
  ben.blocks();
  await town.quiet();
  town.fake.forgetCalls();
  await host.types("/edit when:28.11.2026 20:30");
  await settled(town);
  await town.world.passes(GATHERING);
  await settled(town);
  expect(
    town.fake.calls("sendMessage").filter((call) => String(call.params["chat_id"]) === String(ben.id)),
  ).toHaveLength(0);
  const toHost = (): string[] =>
    town.fake
      .calls("sendMessage")
      .filter((call) => String(call.params["chat_id"]) === String(userOf(town, "Ada").id))
      .map((call) => String(call.params["text"]));
  expect(toHost().filter((text) => text.includes("Ben could not be reached about Rooftop BBQ"))).toHaveLength(1);
  ben.sends(ben.private, "/start");
  await host.types("/edit when:28.11.2026 21:00");
  await settled(town);
  expect(last(ben).text).toContain("21:00");
});

story(
  "a group that removed the bot is left alone, and its card comes back to life when it returns",
  async (town, driver) => {
    const host = await driver.person("Ada");
    const guest = await driver.person("Ben");
    await host.types(BBQ);
    town.kitchen.removeBot(userOf(town, "Ada"));
    await town.quiet();
    town.fake.forgetCalls();
    await host.typesPrivately("/edit about:Bring a chair");
    expect(town.fake.calls("editMessageText")).toHaveLength(0);
    town.kitchen.addBot(userOf(town, "Ada"));
    await town.quiet();
    await guest.presses("Going", "Rooftop BBQ");
    expect(cardIn(town.kitchen).text).toContain("1 of 2");
  },
);

story("only who runs the group changes its settings", async (town, driver) => {
  const guest = await driver.person("Ben");
  expect((await guest.types("/settings for:chat language:de")).text).toContain("Only an admin");
  const boss = await driver.person("Ada");
  town.kitchen.promote(userOf(town, "Ada"));
  expect((await boss.types("/settings for:chat language:de")).text).toContain("Deutsch");
});
