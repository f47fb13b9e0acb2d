// Stories: a host's reminders, and the kindness in them, as people live it.
import { expect } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { story } from "./language.ts";

const PARTY = "where:Kastanienallee 12, Berlin";
const BBQ = `/create Rooftop BBQ when:28.11.2026 19:00 ${PARTY}`;
const startsAt = Date.UTC(2026, 10, 28, 18, 0);

story(
  "a host sets when a party reminds; the group and the guests hear then, and not at the usual times",
  async (scene) => {
    const { person, passes, now } = scene;
    const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
    await ada!.types(BBQ);
    await ben!.presses("Going", "Rooftop BBQ");
    const usual = await ada!.types("/remind");
    expect(usual.text).toContain("The group: 1 day · 2 hours before");
    expect(usual.text).toContain("Those who haven't answered: off");
    const set = await ada!.types("/remind 3 days, 90 min");
    expect(set.text).toContain("Guests who come: 3 days · 90 minutes before");
    expect((await ada!.types("/remind to:group times:off")).text).toContain("The group: off");
    expect((await ben!.types("/remind times:1h")).text).toContain("Only a host");
    expect((await ada!.types("/remind whenever you like")).asks?.trouble).toBe("times");
    await passes(startsAt - 3 * DAY - 1 - now());
    expect(await ben!.told()).toHaveLength(0);
    await passes(1);
    expect((await ben!.told()).map(({ title }) => title)).toEqual(["In 3 days: Rooftop BBQ"]);
    await passes(3 * DAY - 90 * MINUTE);
    expect((await ben!.told()).map(({ title }) => title)).toEqual([
      "In 3 days: Rooftop BBQ",
      "In 90 minutes: Rooftop BBQ",
    ]);
    expect((await ada!.group()).filter(({ title }) => /^(In|Tomorrow|Soon)/.test(title))).toHaveLength(0);
  },
);

story("a reminder that would wake a guest comes before their quiet hours, by their own clock", async (scene) => {
  const { person, passes, now } = scene;
  const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(person));
  await ada!.types(`/create Brunch when:28.11.2026 10am ${PARTY}`);
  await ada!.types("/remind 3h");
  await ben!.types("/settings zone:Berlin quiet:23-7:30");
  expect((await ben!.types("/settings")).text).toContain("23:00–07:30");
  await cleo!.types("/settings zone:Berlin quiet:off");
  for (const guest of [ben!, cleo!]) await guest.presses("Going", "Brunch");
  const night = Date.UTC(2026, 10, 27, 22, 0);
  await passes(night - 1 - now());
  expect(await ben!.told()).toHaveLength(0);
  await passes(1);
  expect((await ben!.told()).map(({ title }) => title)).toEqual(["Tomorrow: Brunch"]);
  expect(await cleo!.told()).toHaveLength(0);
  await passes(8 * HOUR);
  expect((await cleo!.told()).map(({ title }) => title)).toEqual(["In 3 hours: Brunch"]);
  await passes(3 * HOUR);
  expect(await ben!.told()).toHaveLength(1);
});

story("those who have not answered are nudged once, and nobody else is", async ({ person, passes }) => {
  const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(person));
  await ada!.typesPrivately(`/create Housewarming when:28.11.2026 19:00 ${PARTY}`);
  expect((await ada!.typesPrivately("/nudge")).text).toContain("nobody to nudge");
  await ada!.types("/invite Housewarming who:@Ben");
  await ada!.types("/invite Housewarming who:@Cleo");
  // Only who has written to the bot before is asked in private.
  await Promise.all([ben!, cleo!].map((guest) => guest.typesPrivately("/parties")));
  await cleo!.pressesPrivately("Going");
  const view = await ada!.typesPrivately("/remind");
  expect(view.text).toContain("1 person has not answered yet");
  expect((await ben!.typesPrivately("/nudge")).text).toContain("Only a host");
  const before = (await cleo!.told()).length;
  await ada!.typesPrivately("/remind");
  await ada!.typesPrivately("/nudge");
  await passes(MINUTE);
  const told = (await ben!.told()).at(-1);
  expect(told?.title).toBe("Ada would like to know: are you coming to Housewarming?");
  expect(told?.text).not.toContain("Kastanienallee");
  expect(told?.buttons).toEqual(expect.arrayContaining(["Going", "Maybe", "Can't"]));
  expect(await cleo!.told()).toHaveLength(before);
  expect((await ada!.typesPrivately("/nudge")).text).toContain("nudged already");
  expect((await ada!.typesPrivately("/remind")).buttons).not.toContain("Nudge those who haven't answered");
});

story("a guest who wants no more reminders of one party gets none, and still those of another", async (scene) => {
  const { person, passes, now } = scene;
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map(person));
  await ada!.types(BBQ);
  await ada!.types(`/create Potluck when:29.11.2026 19:00 ${PARTY}`);
  for (const title of ["Rooftop BBQ", "Potluck"]) await ben!.presses("Going", title);
  await passes(startsAt - DAY - now());
  const muted = await ben!.pressesPrivately("No more reminders of this party");
  expect(muted.title).toBe("I won't remind you of Rooftop BBQ any more.");
  await passes(DAY);
  const titles = (await ben!.told()).map(({ title }) => title);
  expect(titles.filter((title) => /^(Tomorrow|Soon)/.test(title))).toEqual([
    "Tomorrow: Rooftop BBQ",
    "Tomorrow: Potluck",
  ]);
});

story("two parties on one evening are one message, with the time and the address of each", async (scene) => {
  const { person, passes, now } = scene;
  const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(person));
  await ada!.types(BBQ);
  await ada!.types("/create Afterparty when:28.11.2026 22:00 where:Hauptstraße 5, Berlin");
  for (const title of ["Rooftop BBQ", "Afterparty"]) await ben!.presses("Going", title);
  await cleo!.presses("Going", "Afterparty");
  await passes(startsAt - DAY - now());
  const [told, ...more] = await ben!.told();
  expect(told?.title).toBe("Tomorrow: 2 parties");
  expect(more).toHaveLength(0);
  expect(told?.text).toMatch(
    /Rooftop BBQ[\s\S]*19:00[\s\S]*Kastanienallee 12[\s\S]*Afterparty[\s\S]*22:00[\s\S]*Hauptstraße 5/,
  );
  expect(told?.buttons).toEqual(expect.arrayContaining(["Rooftop BBQ", "Afterparty"]));
  expect(await cleo!.told()).toHaveLength(0);
  await passes(3 * HOUR);
  expect(await ben!.told()).toHaveLength(1);
  expect((await cleo!.told()).map(({ title }) => title)).toEqual(["Tomorrow: Afterparty"]);
  expect((await ben!.pressesPrivately("Afterparty")).text).toContain("Hauptstraße 5");
});
