// Stories: somebody who wishes to hear of new parties nearby, and a guest who is on the way, as people live it.
import { expect } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { story } from "./language.ts";

const HIDDEN = ["Kastanienallee", "52.5381", "13.4098", "52.5219", "13.4132"];

story(
  "somebody who wishes to hear of new parties nearby is told once a day, until they wish no more",
  async (scene) => {
    const { person, stranger, passes, settles } = scene;
    const [ada, ben] = [await person("Ada"), await stranger("Ben")];
    const plans = (title: string, where: string) =>
      ada.typesPrivately(`/create ${title} when:28.11.2026 19:00 where:${where} find:nearby`);
    await ben.typesPrivately("/settings zone:Berlin");
    await ben.typesPrivately("/wish 52.521918,13.413215 within:10");
    const news = async () => (await ben.told()).filter(({ title }) => title.includes("near you"));
    await plans("Rooftop BBQ", "Kastanienallee 12, Berlin");
    await settles();
    await plans("Potluck", "52.538127,13.409873");
    await passes(DAY - MINUTE);
    expect((await news()).map(({ title }) => title)).toEqual(["A new party near you"]);
    // At noon, the day after: not in anybody's quiet hours.
    await passes(MINUTE);
    const [first, second, ...more] = await news();
    expect([first?.text.includes("Rooftop BBQ"), second?.text.includes("Potluck"), more.length]).toEqual([
      true,
      true,
      0,
    ]);
    for (const { text } of await news()) for (const canary of HIDDEN) expect(text).not.toContain(canary);
    expect((await ben.pressesPrivately("Potluck")).text).not.toContain("52.5381");
    await ben.pressesPrivately("No more of these");
    await plans("Housewarming", "Berlin");
    await passes(2 * DAY);
    expect(await news()).toHaveLength(2);
  },
  ["web", "telegram"],
);

story(
  "a guest says with one tap that they are on the way, and the host reads who comes when",
  async (scene) => {
    const { person, passes, now } = scene;
    const [ada, ben] = [await person("Ada"), await person("Ben")];
    await ada.types("/create Rooftop BBQ when:28.11.2026 19:00 where:Kastanienallee 12, Berlin");
    await ada.typesPrivately("/parties");
    await ben.presses("Going", "Rooftop BBQ");
    const startsAt = Date.UTC(2026, 10, 28, 18, 0);
    await passes(startsAt - DAY - now());
    expect((await ben.told()).at(-1)?.buttons).not.toContain("On my way");
    await passes(DAY - 2 * HOUR);
    expect((await ben.pressesPrivately("On my way")).text).toContain("the hosts know");
    await passes(MINUTE);
    const told = (await ada.told()).filter(({ title }) => title.includes("on the way"));
    expect(told.map(({ title }) => title)).toEqual(["Ben is on the way to Rooftop BBQ"]);
    expect((await ada.typesPrivately("/guests Rooftop")).text).toContain("on the way, about");
  },
  ["web", "discord"],
);
