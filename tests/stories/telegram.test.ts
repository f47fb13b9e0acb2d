// Stories of Telegram alone: deep links, inline sharing, locations, questions across a restart.
import { expect } from "vitest";
import type { Seen } from "../fakes/telegram/index.ts";
import { BBQ, cardIn, codeOf, last, payloadOf, settled, story, told, userOf } from "./telegram-story.ts";

story(
  "an address that a group's command lacks is asked for in private, and the card comes to the group",
  async (town, driver) => {
    await driver.person("Ada");
    const ada = userOf(town, "Ada");
    ada.sends(town.kitchen, "/create Board game night when:28.11.2026 20:00");
    await town.quiet();
    const invited = town.kitchen.seen().at(-1) as Seen;
    expect(invited.text).toContain("in private");
    ada.opensDeepLink(payloadOf(invited));
    await town.quiet();
    expect(last(ada).text).toContain("where");
    ada.sends(ada.private, "Kastanienallee 12, Berlin");
    await settled(town);
    expect(last(ada).text).toContain("Kastanienallee 12");
    expect(
      cardIn(town.kitchen, "Board game night")
        .buttons.flat()
        .map((one) => one.label),
    ).toContain("Going");
    for (const seen of town.kitchen.seen()) expect(seen.text).not.toContain("Kastanienallee");
  },
);

story(
  "somebody the bot may not write to reads the address in the alert, and answers by a link",
  async (town, driver) => {
    await driver.person("Ada");
    const ben = town.fake.user("Ben");
    town.kitchen.add(ben);
    userOf(town, "Ada").sends(town.kitchen, BBQ);
    await settled(town);
    const tapped = await ben.taps(cardIn(town.kitchen), "Going");
    expect(tapped).toMatchObject({ alert: true });
    expect(tapped.text).toContain("Kastanienallee 12");
    await town.quiet();
    expect(told(ben)).toHaveLength(0);
    ben.opensDeepLink(`m_${codeOf(cardIn(town.kitchen))}`);
    await settled(town);
    expect(last(ben).text).toContain("Noted as a maybe");
    expect(cardIn(town.kitchen).text).toContain("1 maybe");
  },
);

story(
  "a card's button to be reminded opens the chat, shows the party and switches reminders on",
  async (town, driver) => {
    const host = await driver.person("Ada");
    const guest = await driver.person("Ben");
    await host.types(BBQ);
    await guest.typesPrivately("/settings reminders:off");
    const ben = userOf(town, "Ben");
    const remind = cardIn(town.kitchen)
      .buttons.flat()
      .find((one) => one.label === "🔔 Remind me");
    ben.opensDeepLink(new URL(remind?.url ?? "").searchParams.get("start") ?? "");
    await settled(town);
    expect(last(ben).text).toContain("Rooftop BBQ");
    expect((await guest.typesPrivately("/settings")).text).toContain("Reminders: on");
  },
);

story(
  "a card shared inline, where the bot is no member, takes answers and is kept up to date",
  async (town, driver) => {
    const host = await driver.person("Ada");
    await host.typesPrivately(BBQ);
    const [ada, ben] = [userOf(town, "Ada"), town.fake.user("Ben")];
    const far = town.fake.group("Old friends", [ada, ben], { bot: false });
    const { results, personal } = await ada.inline("bbq");
    expect(personal).toBe(true);
    expect(results.map((one) => one.title)).toEqual(["Rooftop BBQ"]);
    expect(results[0]?.text).not.toContain("Kastanienallee");
    ada.chooses(results[0]!, far);
    await settled(town);
    const shared = () => far.seen().find((one) => one.inlineMessageId !== undefined) as Seen;
    expect(
      shared()
        .buttons.flat()
        .map((one) => one.label),
    ).toContain("+1");
    expect((await ben.taps(shared(), "Going")).text).toContain("Kastanienallee 12");
    await settled(town);
    expect(shared().text).toContain("1 of 2");
    expect(shared().text).not.toContain("Kastanienallee");
    await host.typesPrivately("/edit what:Rooftop Dinner");
    expect(shared().text).toContain("Rooftop Dinner");
    const eve = town.fake.user("Eve");
    expect((await eve.inline("dinner")).results).toHaveLength(0);
  },
);

story(
  "a card shared inline answers the first tap also where Telegram tells nothing of its sharing",
  async (town, driver) => {
    const host = await driver.person("Ada");
    await host.typesPrivately(BBQ);
    const [ada, ben] = [userOf(town, "Ada"), town.fake.user("Ben")];
    const far = town.fake.group("Old friends", [ada, ben], { bot: false });
    const { results } = await ada.inline("bbq");
    // A post like the chosen one, without the update.
    const { state } = town.fake;
    const post = state.post(far.room, {
      from: ada.json(),
      byBot: false,
      viaBot: true,
      inTopic: false,
      body: { text: results[0]!.text },
      markup: results[0]!.raw["markup"] as Record<string, unknown>,
      inlineId: "AQADinline_1",
    });
    state.inline.set("AQADinline_1", post);
    await ben.taps(far.seen().at(-1) as Seen, "Going");
    await settled(town);
    expect(far.seen().at(-1)?.text).toContain("1 of 2");
  },
);

story(
  "a shared location, a live one and a venue say where to look for parties, and where a party is",
  async (town, driver) => {
    const host = await driver.person("Ada");
    await host.types("/create Plant swap when:29.11.2026 15:00 where:Kastanienallee 12, Berlin find:nearby");
    await driver.person("Ben");
    const ben = userOf(town, "Ben");
    ben.sends(ben.private, "/nearby");
    await town.quiet();
    expect(
      last(ben)
        .keyboard?.flat()
        .some((key) => key.sendsLocation),
    ).toBe(true);
    const berlin = { latitude: 52.52, longitude: 13.4 };
    for (const place of [
      { location: berlin },
      { location: { ...berlin, live_period: 900 } },
      { venue: { title: "Bar", address: "Alexanderplatz", location: berlin } },
    ]) {
      ben.sends(ben.private, "", place);
      await town.quiet();
      expect(last(ben).text).toContain("Plant swap");
    }
    ben.sends(ben.private, "/create Picnic when:29.11.2026 12:00");
    await town.quiet();
    ben.sends(ben.private, "", { location: berlin });
    await settled(town);
    expect(last(ben).text).toContain("Berlin");
    expect(last(ben).text).toContain("Your party is on");
  },
);

story(
  "a location that is shared while a title is asked for is looked around at, and becomes no title",
  async (town, driver) => {
    await driver.person("Ada");
    const ada = userOf(town, "Ada");
    ada.sends(ada.private, "/nearby");
    await town.quiet();
    ada.sends(ada.private, "/create");
    await town.quiet();
    ada.sends(ada.private, "", { location: { latitude: 52.5321, longitude: 13.4111 } });
    await town.quiet();
    expect(
      told(ada)
        .map(({ text }) => text)
        .join(),
    ).not.toContain("52.53");
    ada.sends(ada.private, "Plant swap");
    await town.quiet();
    ada.sends(ada.private, "29.11.2026 15:00");
    await town.quiet();
    ada.sends(ada.private, "", { location: { latitude: 52.5321, longitude: 13.4111 } });
    await settled(town);
    expect(last(ada).text).toContain("Plant swap");
  },
);

story("a question goes on after a restart, one asked privately and one asked in a group", async (town, driver) => {
  await driver.person("Ada");
  const ada = userOf(town, "Ada");
  ada.sends(town.kitchen, "/create Tea where:Berlin");
  ada.sends(ada.private, "/create Soup where:Hamburg");
  await town.quiet();
  await town.world.restarts();
  const asked = town.kitchen.seen().findLast((one) => one.byBot && one.asksReply) as Seen;
  ada.sends(town.kitchen, "28.11.2026 16:00", { replyTo: asked });
  ada.sends(ada.private, "28.11.2026 18:00");
  await settled(town);
  expect(cardIn(town.kitchen, "Tea").text).toContain("16:00");
  expect(last(ada).text).toContain("Soup");
  expect(last(ada).text).toContain("18:00");
});

story("in a group only the one who was asked answers the bot's question", async (town, driver) => {
  await Promise.all(["Ada", "Ben"].map((name) => driver.person(name)));
  const [ada, ben] = [userOf(town, "Ada"), userOf(town, "Ben")];
  ada.sends(town.kitchen, "/create Tea where:Berlin");
  await town.quiet();
  const asked = town.kitchen.seen().at(-1) as Seen;
  ben.sends(town.kitchen, "28.11.2026 16:00", { replyTo: asked });
  await settled(town);
  expect(cardIn(town.kitchen, "Tea")).toBeUndefined();
  ada.sends(town.kitchen, "/cancel");
  ada.sends(town.kitchen, "28.11.2026 16:00", { replyTo: asked });
  await settled(town);
  expect(cardIn(town.kitchen, "Tea")).toBeUndefined();
});

story("an invitation's link opens the party in private, with the answers at hand", async (town, driver) => {
  const host = await driver.person("Ada");
  const made = await host.typesPrivately(BBQ);
  expect(made.text).toContain("Kastanienallee 12");
  const link = await host.typesPrivately("/invite");
  const token = /\/i\/#([\w-]+)/.exec(link.text)?.[1] ?? "";
  const ben = town.fake.user("Ben");
  ben.opensDeepLink(`i_${token}`);
  await town.quiet();
  expect(last(ben).text).toContain("Rooftop BBQ");
  expect(last(ben).text).not.toContain("Kastanienallee");
  await ben.taps(last(ben), "Going");
  await settled(town);
  expect(last(ben).text).toContain("Kastanienallee 12");
});

story("a choice is offered as buttons, and only the one who was asked may tap them", async (town, driver) => {
  await Promise.all(["Ada", "Ben"].map((name) => driver.person(name)));
  const [ada, ben] = [userOf(town, "Ada"), userOf(town, "Ben")];
  ada.sends(town.kitchen, "/create Tea when:28.11.2026 16:00 where:Berlin find:everyone");
  await town.quiet();
  const asked = town.kitchen.seen().at(-1) as Seen;
  expect((await ben.taps(asked, "invited")).text).toContain("somebody else");
  await ada.taps(asked, "invited");
  await settled(town);
  expect(cardIn(town.kitchen, "Tea").text).toContain("16:00");
});

story("a personal link that is asked for in a group comes in private", async (town, driver) => {
  const host = await driver.person("Ada");
  await host.types(BBQ);
  const answer = town.kitchen.seen().findLast((one) => one.text.startsWith("Your party is on")) as Seen;
  const ada = userOf(town, "Ada");
  expect((await ada.taps(answer, "Invite")).text).toContain("in private");
  await town.quiet();
  expect(last(ada).text).toContain("/i/#");
  for (const seen of town.kitchen.seen()) expect(seen.text).not.toContain("/i/#");
});
