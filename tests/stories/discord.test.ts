// Stories of Discord alone: forms and their repair, completion, context menus, closed private messages, old cards, servers and shards.
import { expect, test } from "vitest";
import { GATHERING } from "../../src/delivery/ladder.ts";
import { HOUR } from "../../src/domain/time.ts";
import { startWorld } from "./world.ts";
import { stageDiscord } from "./discord-driver.ts";
import { BBQ, cardIn, labels, said, settled, story, userOf } from "./discord-story.ts";

story("a form is the first answer; a mistake in it costs no typing", async (town, driver) => {
  await driver.person("Ada");
  const ada = userOf(town, "Ada");
  const asked = await ada.slash(town.kitchen, "party create", { what: "Board games" });
  expect(asked.first).toBe("modal");
  const form = asked.modal;
  expect(form?.fields.map((field) => field.customId).slice(0, 3)).toEqual(
    expect.arrayContaining(["what", "when", "where"]),
  );
  const wrong = await ada.submits(form!, { when: "1.1.2020 20:00", where: "Kastanienallee 12, Berlin" });
  await settled(town);
  expect(said(wrong)).toContain("already past");
  expect(wrong.messages[0]?.ephemeral).toBe(true);
  const again = await ada.presses(wrong.messages[0]!, "Change what I typed");
  expect(again.first).toBe("modal");
  const values = Object.fromEntries(again.modal!.fields.map((field) => [field.customId, field.value]));
  expect(values).toMatchObject({ when: "1.1.2020 20:00", where: "Kastanienallee 12, Berlin" });
  const done = await ada.submits(again.modal!, { when: "28.11.2026 20:00" });
  await settled(town);
  expect(said(done)).toContain("Board games");
  expect(said(done)).toContain("Kastanienallee 12");
  expect(labels(cardIn(town.kitchen, "Board games"))).toEqual(expect.arrayContaining(["Going", "Maybe", "Can't"]));
  for (const seen of town.kitchen.seen()) expect(seen.text).not.toContain("Kastanienallee");
});

story("a party, a time and a place are completed while they are typed", async (town, driver) => {
  await driver.person("Ada");
  const ada = userOf(town, "Ada");
  await ada.slash(town.kitchen, "party create", BBQ);
  await settled(town);
  const parties = await ada.completes(town.kitchen, "party show", { party: "roof" }, "party");
  expect(parties.choices?.[0]?.name).toContain("Rooftop BBQ");
  const shown = await ada.slash(town.kitchen, "party show", { party: parties.choices?.[0]?.value ?? "" });
  expect(said(shown)).toContain("Kastanienallee 12");
  const times = await ada.completes(town.kitchen, "party create", { when: "sat 8pm" }, "when");
  expect(times.choices?.[0]?.name).toContain("28");
  const places = await ada.completes(town.kitchen, "party create", { where: "Hambur" }, "where");
  expect(places.choices?.map((choice) => choice.name).join()).toContain("Hamburg");
});

story("a message becomes a party, and a person is invited, from their menus", async (town, driver) => {
  await driver.person("Ada");
  const [ada, ben] = [userOf(town, "Ada"), (await driver.person("Ben"), userOf(town, "Ben"))];
  const idea = ben.says(town.kitchen, "Rooftop BBQ at mine?\nI have a grill and too much corn.");
  const asked = await ada.menu(town.kitchen, "Make this a party", idea);
  const values = Object.fromEntries((asked.modal?.fields ?? []).map((field) => [field.customId, field.value]));
  expect(values["what"]).toBe("Rooftop BBQ at mine?");
  const done = await ada.submits(asked.modal!, { when: BBQ.when, where: BBQ.where });
  await settled(town);
  expect(said(done)).toContain("too much corn");
  const invited = await ada.menu(town.kitchen, "Invite to a party", ben);
  await settled(town);
  expect(said(invited)).toContain("Invited: Ben");
  expect(ben.dm.seen().at(-1)?.title).toContain("invites you to Rooftop BBQ at mine?");
});

story(
  "who has closed private messages is told by a mention in the channel, without the address",
  async (town, driver) => {
    await driver.person("Ada");
    await driver.person("Ben");
    const [ada, ben] = [userOf(town, "Ada"), userOf(town, "Ben")];
    ben.dms(false);
    await ada.slash(town.kitchen, "party create", BBQ);
    await settled(town);
    await ada.slash(town.kitchen, "party invite", { who: ben });
    await settled(town);
    // Others who cannot be written to are waited for, so that one message mentions them all.
    await town.world.passes(5_000);
    const mention = town.kitchen.seen().findLast((one) => one.pinged.includes(ben.id));
    expect(mention?.text).toContain("Rooftop BBQ");
    expect(labels(mention)).toEqual(expect.arrayContaining(["Going", "Can't"]));
    expect(ben.dm.seen()).toEqual([]);
    for (const seen of town.kitchen.seen()) expect(seen.text).not.toContain("Kastanienallee");
  },
);

story("who cannot be reached anywhere is named to the host", async (town, driver) => {
  await driver.person("Ada");
  await driver.person("Ben");
  const [ada, ben] = [userOf(town, "Ada"), userOf(town, "Ben")];
  ben.dms(false);
  await ada.slash(ada.dm, "party create", BBQ);
  await ada.slash(ada.dm, "party invite", { who: ben });
  await settled(town);
  // Others who cannot be reached either would be told of in the same message.
  await town.world.passes(GATHERING);
  await settled(town);
  expect(ada.dm.seen().at(-1)?.text).toContain("Ben could not be reached");
});

story("a card older than an hour is kept up to date by the button's own answer", async (town, driver) => {
  await driver.person("Ada");
  await userOf(town, "Ada").slash(town.kitchen, "party create", { ...BBQ, max: "20" });
  await settled(town);
  await town.world.passes(2 * HOUR);
  for (const name of ["Ben", "Cleo", "Deniz", "Elif", "Finn", "Gil", "Hana", "Ida"]) {
    await driver.person(name);
    const pressed = await userOf(town, name).presses(cardIn(town.kitchen), "Going");
    expect(["update", "deferredUpdate"]).toContain(pressed.first);
    await settled(town);
  }
  expect(cardIn(town.kitchen).text).toContain("8 of 20");
  expect(town.kitchen.seen().filter((one) => one.title === "Rooftop BBQ")).toHaveLength(1);
});

story("a role is invited by one message, after the host has seen how many it is", async (town, driver) => {
  await driver.person("Ada");
  for (const name of ["Ben", "Cleo"]) await driver.person(name);
  const [ada, ben, cleo] = [userOf(town, "Ada"), userOf(town, "Ben"), userOf(town, "Cleo")];
  const runners = town.guild.role("Runners", [ben, cleo]);
  await ada.slash(town.kitchen, "party create", BBQ);
  await settled(town);
  const sure = await ada.slash(town.kitchen, "party invite", { role: runners });
  expect(said(sure)).toContain("2");
  expect(town.kitchen.seen().some((one) => one.pinged.length > 0)).toBe(false);
  const yes = sure.messages[0]?.buttons.find((button) => button.label.startsWith("Yes"))?.label ?? "";
  await ada.presses(sure.messages[0]!, yes);
  await settled(town);
  expect(town.kitchen.seen().filter((one) => one.pinged.includes(runners.id))).toHaveLength(1);
  for (const user of [ben, cleo]) expect(user.dm.seen()).toEqual([]);
});

story(
  "where the bot was only brought along, the party is shown in the answer and nothing is posted",
  async (town, driver) => {
    await driver.person("Ada");
    const ada = userOf(town, "Ada");
    const group = town.fake.groupDm([ada, town.fake.user("Ben")]);
    const done = await ada.slash(group, "party create", BBQ);
    await settled(town);
    expect(said(done)).toContain("Rooftop BBQ");
    expect(
      group
        .seen()
        .map((one) => one.text)
        .join(),
    ).not.toContain("Kastanienallee");
  },
);

story(
  "a server's parties stand among its own events, without the address, and go with the party",
  async (town, driver) => {
    await driver.person("Ada");
    const ada = userOf(town, "Ada");
    town.guild.add(ada, { manageEvents: true });
    await ada.slash(town.kitchen, "party settings", { events: "on" });
    await ada.slash(town.kitchen, "party create", BBQ);
    await settled(town);
    expect(town.guild.events()).toMatchObject([
      { name: "Rooftop BBQ", status: 1, startsAt: Date.UTC(2026, 10, 28, 18) },
    ]);
    expect(JSON.stringify(town.guild.events())).not.toContain("Kastanienallee");
    await ada.slash(town.kitchen, "party edit", { when: "28.11.2026 20:00" });
    await settled(town);
    expect(town.guild.events()).toMatchObject([{ startsAt: Date.UTC(2026, 10, 28, 19) }]);
    await ada.slash(town.kitchen, "party calloff", { sure: "yes" });
    await settled(town);
    expect(town.guild.events().every((event) => event.status === 4)).toBe(true);
  },
);

story("reminders of a server go to the channel that was chosen for them", async (town, driver) => {
  await driver.person("Ada");
  const ada = userOf(town, "Ada");
  town.guild.add(ada, { manageEvents: true });
  const reminders = town.guild.channel("reminders");
  await ada.slash(town.kitchen, "party create", BBQ);
  await ada.slash(town.kitchen, "party settings", { channel: reminders });
  await settled(town);
  await town.world.passes(Date.UTC(2026, 10, 27, 18) - town.world.now());
  expect(reminders.seen().map((one) => one.title)).toEqual(["Tomorrow: Rooftop BBQ"]);
  expect(town.kitchen.seen().some((one) => one.title.startsWith("Tomorrow"))).toBe(false);
});

test("two shards serve their own servers, and one party is on both", async () => {
  const { world, driver } = await stageDiscord((env) => startWorld("sqlite", { ...env, DISCORD_SHARDS: "0-1/2" }));
  try {
    const { fake } = driver.town;
    await fake.until(() => fake.gateway.ready().length === 2, 20_000);
    const user = fake.user("Ada");
    const told: string[] = [];
    // Servers are spread over shards by their id.
    for (let i = 0; i < 6; i += 1) {
      const guild = fake.guild(`Server ${i}`);
      const channel = guild.channel("general");
      guild.add(user);
      told.push(said(await user.slash(channel, "party create", { ...BBQ, what: `Party ${i}` })));
    }
    told.forEach((text, i) => expect(text).toContain(`Party ${i}`));
    expect(said(await user.slash(user.dm, "party parties"))).toContain("Party 5");
  } finally {
    await driver.close();
    await world.close();
  }
});
