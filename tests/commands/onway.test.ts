// On my way: who may say so and when, what the hosts read of it, and what takes it back.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES } from "../support/databases.ts";
import { type Stage, startStage, textOf } from "./stage.ts";

const BBQ = "create BBQ when:today 20:00 where:Kastanienallee 12, Berlin";
/** 20:00 in Berlin. */
const STARTS = NOON + 8 * HOUR;

describe.each(DATABASES)("on the way, with %s", (database) => {
  let stage: Stage;
  let titles = 0;
  let title: string;
  let party: string;
  const says = async (name: string, line: string) => stage.types(name, line.replace("PARTY", party));
  const comes = (...names: string[]) => Promise.all(names.map((name) => says(name, "rsvp PARTY going")));

  beforeAll(async () => {
    stage = await startStage(database);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    stage.clock.set(NOON);
    titles += 1;
    title = `BBQ ${titles}`;
    const made = await stage.types(`Ada${titles}`, BBQ.replace("BBQ", title));
    party = made.party ?? "";
    await stage.app.store.write((tx) => tx.parties.edit(party, { findable: "nearby" }));
  });

  test("the reminder's button is one tap; hosts are told once of all within a minute, and see who comes when", async () => {
    const host = `Ada${titles}`;
    const [ben, cleo] = [`Ben${titles}`, `Cleo${titles}`];
    await comes(ben, cleo);
    await stage.until(STARTS - 2 * HOUR);
    const reminder = stage.told(ben).at(-1);
    expect(reminder?.buttons?.flat().map(({ label }) => label)).toContain("On my way");
    await stage.until(STARTS);
    const said = await stage.presses(ben, reminder, "On my way");
    expect(said.title).toBe(`On your way to ${title}: the hosts know.`);
    stage.clock.forward(20_000);
    await says(cleo, "onway PARTY 20");
    await stage.settles();
    expect(stage.told(host).map((view) => view.title)).not.toContain(`2 guests are on the way to ${title}`);
    await stage.passes(40_000);
    const told = stage.told(host).filter((view) => view.title.includes("on the way"));
    expect(told.map((view) => view.title)).toEqual([`2 guests are on the way to ${title}`]);
    expect(told[0]?.fields?.[0]?.value).toEqual([
      { who: ben },
      ", about ",
      { at: STARTS + 10 * MINUTE, timeZone: "Europe/Berlin", after: STARTS },
      "; ",
      { who: cleo },
      ", about ",
      { at: STARTS + 20 * MINUTE + 20_000, timeZone: "Europe/Berlin", after: STARTS },
    ]);
    expect(textOf(await says(host, "guests PARTY"))).toContain("on the way, about");
    expect(textOf(await says(host, "show PARTY"))).toContain("On the way");
    for (const line of ["guests PARTY", "show PARTY"]) expect(textOf(await says(cleo, line))).not.toContain("about ");
  });

  test("one alone is named, a later word is news only where the arrival is another one", async () => {
    const [host, ben] = [`Ada${titles}`, `Ben${titles}`];
    await comes(ben);
    await stage.until(STARTS);
    for (const minutes of ["10", "10", "20"]) {
      await says(ben, `onway PARTY ${minutes}`);
      await stage.passes(MINUTE);
    }
    const told = stage.told(host).filter((view) => view.title === `${ben} is on the way to ${title}`);
    expect(told).toHaveLength(2);
  });

  test("declining, withdrawing and another day take it back, and a note that waits is not sent", async () => {
    const host = `Ada${titles}`;
    const [ben, cleo, dan] = [`Ben${titles}`, `Cleo${titles}`, `Dan${titles}`];
    await comes(ben, cleo, dan);
    await stage.until(STARTS);
    for (const guest of [ben, cleo, dan]) await says(guest, "onway PARTY 10");
    stage.clock.forward(1_000);
    await says(ben, "rsvp PARTY no");
    await says(cleo, "rsvp PARTY withdraw");
    await says(dan, "onway PARTY off");
    await stage.passes(2 * MINUTE);
    expect(stage.told(host).filter((view) => view.title.includes("on the way"))).toEqual([]);
    await says(ben, "rsvp PARTY going");
    expect(textOf(await says(host, "guests PARTY"))).not.toContain("on the way");
    await says(ben, "onway PARTY 30");
    expect(textOf(await says(host, "guests PARTY"))).toContain("on the way");
    await stage.app.store.write((tx) => tx.parties.edit(party, { startsAt: STARTS + 48 * HOUR }));
    stage.clock.set(STARTS + 47 * HOUR);
    expect(textOf(await says(host, "guests PARTY"))).not.toContain("on the way");
  });

  test("it fades half an hour after the arrival that was announced", async () => {
    const [host, ben] = [`Ada${titles}`, `Ben${titles}`];
    await comes(ben);
    await stage.until(STARTS);
    await says(ben, "onway PARTY 10");
    stage.clock.forward(40 * MINUTE - 1);
    expect(textOf(await says(host, "show PARTY"))).toContain("On the way");
    stage.clock.forward(1);
    expect(textOf(await says(host, "show PARTY"))).not.toContain("On the way");
  });

  test("kindly refused: too early, after the end, to hosts, and to who is not going; without the button there", async () => {
    const [host, ben, cleo] = [`Ada${titles}`, `Ben${titles}`, `Cleo${titles}`];
    await comes(ben);
    await says(cleo, "rsvp PARTY maybe");
    const refusal = async (name: string) => textOf(await says(name, "onway PARTY"));
    expect(await refusal(ben)).toContain("That's early");
    expect(textOf(await says(ben, "show PARTY"))).not.toContain("On my way");
    stage.clock.set(STARTS - 3 * HOUR);
    expect(textOf(await says(ben, "show PARTY"))).toContain("On my way");
    expect(textOf(await says(cleo, "show PARTY"))).not.toContain("On my way");
    expect(await refusal(cleo)).toContain("Only guests who are going");
    expect(await refusal(host)).toContain("You're hosting");
    stage.clock.set(STARTS + 7 * HOUR);
    expect(await refusal(ben)).toContain("over");
  });

  test("without a name it is the party of today, of all that they go to; in German it is unterwegs", async () => {
    const ben = `Ben${titles}`;
    await comes(ben);
    const later = await stage.types(`Ada${titles}`, "create Later when:30.11.2026 20:00 where:Berlin find:nearby");
    await stage.types(ben, `rsvp ${later.party} going`);
    stage.clock.set(STARTS);
    expect((await stage.types(ben, "unterwegs 20")).title).toBe(`On your way to ${title}: the hosts know.`);
  });
});
