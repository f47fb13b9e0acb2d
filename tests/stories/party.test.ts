// Stories: the main job, end to end, as people live it.
import { expect } from "vitest";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { story } from "./language.ts";

const BBQ = "/create Rooftop BBQ when:28.11.2026 19:00 where:Kastanienallee 12, Berlin max:2";

story(
  "a host creates a party; three guests answer; the group sees one card that is kept up to date",
  async ({ person }) => {
    const [ada, ben, cleo, deniz] = await Promise.all(["Ada", "Ben", "Cleo", "Deniz"].map(person));
    const created = await ada!.types(BBQ);
    expect(created.text).toContain("Saturday");
    expect(created.text).toContain("19:00");
    expect(created.text).toContain("Kastanienallee 12");
    const cards = (await ben!.group()).filter((shown) => shown.title === "Rooftop BBQ");
    expect(cards).toHaveLength(1);
    expect(cards[0]?.buttons).toEqual(expect.arrayContaining(["Going", "Maybe", "Can't"]));
    expect(cards[0]?.text).not.toContain("Kastanienallee");
    await ben!.presses("Going", "Rooftop BBQ");
    await cleo!.presses("Maybe", "Rooftop BBQ");
    await deniz!.presses("Going", "Rooftop BBQ");
    const now = (await ada!.group()).filter((shown) => shown.title === "Rooftop BBQ");
    expect(now).toHaveLength(1);
    expect(now[0]?.text).toContain("2 of 2");
    expect(now[0]?.text).toContain("1 maybe");
    expect(now[0]?.text).toContain("Ben");
  },
);

story("a guest who goes reads the address, and nobody else does", async ({ person, stranger }) => {
  const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(person));
  const eve = await stranger("Eve");
  await ada!.types(BBQ);
  const going = await ben!.presses("Going", "Rooftop BBQ");
  expect(going.text).toContain("Kastanienallee 12");
  const no = await cleo!.presses("Can't", "Rooftop BBQ");
  expect(no.text).not.toContain("Kastanienallee");
  for (const shown of [
    ...(await cleo!.group()),
    ...(await cleo!.told()),
    ...(await eve.group()),
    ...(await eve.told()),
  ]) {
    expect(shown.text).not.toContain("Kastanienallee");
  }
});

story(
  "a day before and two hours before, the group and those who come are reminded, and nobody else",
  async (scene) => {
    const { person, passes, now } = scene;
    const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(person));
    await ada!.types(BBQ);
    await ben!.presses("Going", "Rooftop BBQ");
    await cleo!.presses("Can't", "Rooftop BBQ");
    const startsAt = Date.UTC(2026, 10, 28, 18, 0);
    await passes(startsAt - DAY - 1 - now());
    expect((await ben!.told()).filter((shown) => shown.title.includes("Tomorrow"))).toHaveLength(0);
    await passes(1);
    expect((await ben!.told()).filter((shown) => shown.title === "Tomorrow: Rooftop BBQ")).toHaveLength(1);
    expect((await ada!.group()).filter((shown) => shown.title === "Tomorrow: Rooftop BBQ")).toHaveLength(1);
    expect((await cleo!.told()).filter((shown) => shown.title.includes("Rooftop"))).toHaveLength(0);
    await passes(22 * HOUR);
    expect((await ben!.told()).filter((shown) => shown.title === "Soon: Rooftop BBQ")).toHaveLength(1);
    expect((await ada!.group()).filter((shown) => shown.title === "Soon: Rooftop BBQ")).toHaveLength(1);
    for (const shown of await ada!.group()) expect(shown.text).not.toContain("Kastanienallee");
  },
);

story("someone who leaves a full party frees the place for the first who waits, who is told", async ({ person }) => {
  const [ada, ben, cleo, deniz, elif] = await Promise.all(["Ada", "Ben", "Cleo", "Deniz", "Elif"].map(person));
  await ada!.types(BBQ);
  await ben!.presses("Going", "Rooftop BBQ");
  await cleo!.presses("Going", "Rooftop BBQ");
  const waits = await deniz!.presses("Going", "Rooftop BBQ");
  expect(waits.text).toContain("number 1 on the waitlist");
  expect(waits.text).not.toContain("Kastanienallee");
  const second = await elif!.presses("Going", "Rooftop BBQ");
  expect(second.text).toContain("number 2 on the waitlist");
  await ben!.presses("Can't", "Rooftop BBQ");
  const told = await deniz!.told();
  expect(
    told.some((shown) => shown.title.includes("A place is free") && shown.text.includes("Kastanienallee 12")),
  ).toBe(true);
  expect(await elif!.told()).toHaveLength(0);
});

story(
  "a changed time and a changed place are told to those who answered, old and new, and nothing else is",
  async ({ person }) => {
    const [ada, ben, cleo, deniz] = await Promise.all(["Ada", "Ben", "Cleo", "Deniz"].map(person));
    await ada!.types(BBQ);
    await ben!.presses("Going", "Rooftop BBQ");
    await cleo!.presses("Can't", "Rooftop BBQ");
    await ada!.types("/edit about:Bring a chair");
    await ada!.types("/edit max:20");
    expect(await ben!.told()).toHaveLength(0);
    await ada!.types("/edit when:28.11.2026 20:30");
    const told = (await ben!.told()).filter((shown) => shown.title === "Changed: Rooftop BBQ");
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toMatch(/19:00[\s\S]*20:30/);
    await ada!.types("/edit where:Hauptstraße 5, Hamburg");
    const moved = (await ben!.told()).filter((shown) => shown.title === "Changed: Rooftop BBQ").at(-1);
    expect(moved?.text).toContain("Hauptstraße 5");
    expect(moved?.text).toContain("Berlin");
    expect(moved?.text).not.toContain("Kastanienallee");
    expect(await cleo!.told()).toHaveLength(0);
    expect(await deniz!.told()).toHaveLength(0);
  },
);

story(
  "a party is called off after a confirmation; those who answered are told, and no reminder comes",
  async ({ person, passes }) => {
    const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(person));
    await ada!.types(BBQ);
    await ben!.presses("Going", "Rooftop BBQ");
    const notHost = await cleo!.types("/calloff");
    expect(notHost.text).toContain("Only a host");
    const sure = await ada!.types("/calloff");
    expect(sure.buttons).toContain("Yes, call it off");
    expect((await ben!.told()).length).toBe(0);
    await ada!.pressesAnswer("Yes, call it off");
    expect((await ben!.told()).map((shown) => shown.title)).toEqual(["Called off: Rooftop BBQ"]);
    expect((await cleo!.group()).some((shown) => shown.title === "Called off: Rooftop BBQ")).toBe(true);
    await passes(7 * DAY);
    expect((await ben!.told()).filter((shown) => /Tomorrow|Soon/.test(shown.title))).toHaveLength(0);
  },
);

story("what is missing is asked for, and nothing typed is lost", async ({ person }) => {
  const ada = await person("Ada");
  const asked = await ada.types("/create Board game night when:next year where:Berlin");
  const question = asked.asks ?? (await ada.types("/create Board game night")).asks;
  expect(question).toBeDefined();
  const past = await ada.types("/create Board game night when:1.1.2020 20:00 where:Berlin");
  expect(past.asks?.trouble).toBe("when");
  const done = await ada.fillsIn({ when: "28.11.2026 20:00" });
  expect(done.text).toContain("Board game night");
  expect(done.text).toContain("20:00");
});

story(
  "a party is edited in a form that holds how it is now; what is left as it is stays, and nobody is told",
  async ({ person }) => {
    const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
    await ada!.types(BBQ);
    await ben!.presses("Going", "Rooftop BBQ");
    const form = await ada!.types("/edit");
    expect(form.asks).toBeDefined();
    const changed = await ada!.fillsIn({ about: "Bring a chair" });
    expect(changed.text).toContain("Bring a chair");
    expect(changed.text).toContain("19:00");
    expect(changed.text).toContain("Kastanienallee 12");
    expect(await ben!.told()).toHaveLength(0);
    expect((await ada!.types("/edit what:Rooftop BBQ")).text).toContain("nothing to change");
  },
);

story(
  "a party that people nearby may find is found by its neighbourhood, and asks the host before anyone is in",
  async (scene) => {
    const ada = await scene.person("Ada");
    const eve = await scene.stranger("Eve");
    await ada.types("/create Plant swap when:29.11.2026 15:00 where:Kastanienallee 12, Berlin find:nearby");
    const found = await eve.types("/nearby Berlin");
    expect(found.text).toContain("Plant swap");
    expect(found.text).not.toContain("Kastanienallee");
    const ask = found.buttons.find((label) => label.startsWith("Ask to join"));
    expect(ask).toBeDefined();
    const asked = await eve.pressesAnswer(ask!);
    expect(asked.text).toContain("has been asked");
    expect(asked.text).not.toContain("Kastanienallee");
    expect((await ada.told()).at(-1)?.title).toBe("Eve would like to come to Plant swap");
    await ada.pressesPrivately("Let in");
    const told = (await eve.told()).at(-1);
    expect(told?.title).toBe("You're in: Plant swap");
    expect(told?.text).toContain("Kastanienallee 12");
  },
);

story("a person invited by name is told in private, answers there, and then reads the address", async ({ person }) => {
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
  await ada!.typesPrivately("/create Housewarming when:28.11.2026 19:00 where:Kastanienallee 12, Berlin");
  const invited = await ada!.types("/invite Housewarming who:@Ben");
  expect(invited.text).toContain("Invited: Ben");
  const told = (await ben!.told()).at(-1);
  expect(told?.title).toBe("Ada invites you to Housewarming");
  expect(told?.text).not.toContain("Kastanienallee");
  const going = await ben!.pressesPrivately("Going");
  expect(going.text).toContain("Kastanienallee 12");
  const again = await ada!.types("/invite Housewarming who:@Ben");
  expect(again.text).toContain("Already invited: Ben");
});

story("my parties are those I host, go to and am invited to; past ones too", async ({ person, passes }) => {
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
  await ada!.types(BBQ);
  await ben!.presses("Maybe", "Rooftop BBQ");
  expect((await ada!.types("/parties")).text).toMatch(/Rooftop BBQ[\s\S]*hosting/);
  expect((await ben!.types("/parties")).text).toMatch(/Rooftop BBQ[\s\S]*Maybe/);
  expect((await ben!.types("/parties past")).text).not.toContain("Rooftop BBQ");
  await passes(8 * DAY);
  expect((await ben!.types("/parties past")).text).toContain("Rooftop BBQ");
  expect((await ben!.types("/parties")).text).not.toContain("Rooftop BBQ");
});

story("extra guests take places; who brings too many is told what fits", async ({ person }) => {
  const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(person));
  await ada!.types("/create Potluck when:28.11.2026 19:00 where:Berlin max:3 plus:2");
  expect((await ben!.types("/rsvp going 2")).text).toContain("with 2 extra");
  expect((await cleo!.types("/rsvp going 5")).text).toContain("up to 2");
  expect((await cleo!.types("/rsvp going")).text).toContain("number 1 on the waitlist");
  expect((await ben!.types("/rsvp going 0")).text).toContain("You're going");
  expect((await cleo!.told()).at(-1)?.title).toContain("A place is free");
  const guests = await ada!.types("/guests");
  expect(guests.text).toContain("Ben");
  expect(guests.text).toContain("Cleo");
});

story("a guest takes an answer back, and the card no longer counts them", async ({ person }) => {
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
  await ada!.types(BBQ);
  await ben!.presses("Going", "Rooftop BBQ");
  expect((await ben!.types("/rsvp withdraw")).text).toContain("taken back");
  expect((await ada!.group()).find((shown) => shown.title === "Rooftop BBQ")?.text).toContain("0 of 2");
});

story("reminders can be switched off, and the language changed", async ({ person, passes }) => {
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
  await ada!.types(BBQ);
  await ben!.presses("Going", "Rooftop BBQ");
  expect((await ben!.types("/settings reminders:off")).text).toContain("off");
  expect((await ben!.types("/settings language:de")).text).toContain("Deutsch");
  expect((await ben!.types("/parties")).title).toBe("Deine Partys");
  await passes(6 * DAY);
  expect(await ben!.told()).toHaveLength(0);
});

story("whoever speaks German is told in German, times included", async ({ person, passes, now }) => {
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
  await ada!.types(BBQ);
  await ben!.presses("Going", "Rooftop BBQ");
  await ben!.types("/settings language:de");
  await passes(Date.UTC(2026, 10, 27, 18, 0) - now());
  const told = (await ben!.told()).find((shown) => shown.title === "Morgen: Rooftop BBQ");
  expect(told?.text).toContain("Samstag, 28. November 2026");
});
