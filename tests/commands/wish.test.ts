// A wish to be told of new parties nearby: what is kept of it, which parties it means, and when somebody is told.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { snap } from "../../src/domain/grid.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES } from "../support/databases.ts";
import { everyRow } from "../support/raw-rows.ts";
import { type Stage, startStage, textOf } from "./stage.ts";

const ALEX = { lat: 52.521918, lng: 13.413215 };
const HERE = `${ALEX.lat},${ALEX.lng}`;

describe.each(DATABASES)("a wish, with %s", (database) => {
  let stage: Stage;
  let n = 0;
  let day = NOON;
  const named = (name: string): string => `${name}${n}`;
  const says = (name: string, line: string) => stage.types(named(name), line);
  /** A party a week later, as anybody nearby may find it. */
  const plans = (title: string, over = "where:52.5301,13.4012", when = "in 9 days 20:00") =>
    says("Ada", `create ${title} when:${when} ${over} find:nearby`);
  const news = (name: string) => stage.told(named(name)).filter(({ title }) => title.includes("near you"));
  const parties = (name: string): string[][] =>
    news(name).map((view) => (view.fields ?? []).map(({ label }) => label).sort());

  beforeAll(async () => {
    stage = await startStage(database);
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    n += 1;
    // Each test is a fortnight after the one before: nothing of it is new any more.
    day += 14 * DAY;
    stage.clock.set(day);
  });

  test("keeps a snapped point and nothing finer, shows all it keeps, and is gone when it is ended", async () => {
    const saved = await says("Ben", `wish ${HERE} within:10 days:weekend`);
    const kept = snap(ALEX);
    const [person] = await stage.app.store.reads.people.byAccounts([{ platform: "telegram", userId: named("Ben") }]);
    const [wish] = await stage.app.store.reads.wishes.of([person!]);
    expect(wish).toEqual({ personId: person, at: kept, km: 10, days: "weekend" });
    const rows = await everyRow(stage.url);
    for (const part of ["52.521918", "52.5219", "13.413215", "13.4132"]) expect(rows).not.toContain(part);
    expect(textOf(saved)).toContain("At most one message a day");
    const shown = await says("Ben", "wish");
    expect(textOf(shown)).toContain("10 km");
    expect(textOf(shown)).toContain("weekends");
    expect(textOf(await says("Ben", "wish within:50"))).toContain("50 km");
    const ended = await stage.presses(named("Ben"), shown, "No more of these");
    expect(ended.body).toEqual(["Your wish is deleted, and what I told you for it."]);
    expect(await stage.app.store.reads.wishes.of([person!])).toEqual([]);
    expect((await says("Ben", "wish off")).title).toBe("I don't tell you of new parties");
  });

  test("in a group it is sent away to private: where somebody looks is nobody else's business", async () => {
    const reply = await stage.types(named("Ben"), `wish ${HERE}`, stage.group);
    expect(textOf(reply)).toContain("in private");
  });

  test("two new parties on one day are one message, the next ones come a day later together, and none after the end", async () => {
    await says("Ben", `wish ${HERE}`);
    await plans("First");
    await plans("Second");
    await stage.settles();
    expect(parties("Ben")).toEqual([["First", "Second"]]);
    for (const title of ["Third", "Fourth"]) await plans(title);
    await stage.passes(DAY - 1);
    expect(news("Ben")).toHaveLength(1);
    await stage.passes(1);
    expect(parties("Ben")).toEqual([
      ["First", "Second"],
      ["Fourth", "Third"],
    ]);
    await plans("Fifth");
    await says("Ben", "wish off");
    await plans("Sixth");
    await stage.passes(2 * DAY);
    expect(news("Ben")).toHaveLength(2);
  });

  test("at most five are named, the others are a look away", async () => {
    await says("Ben", `wish ${HERE}`);
    for (let i = 1; i <= 8; i += 1) await plans(`Party ${i}`);
    await stage.settles();
    const [view] = news("Ben");
    expect(view?.title).toBe("8 new parties near you");
    expect(view?.fields).toHaveLength(5);
    expect((await stage.presses(named("Ben"), view, "And 3 more")).title).toContain("Parties");
  });

  test("not in their quiet hours, but when they are over", async () => {
    await says("Ben", "settings zone:Berlin quiet:23-7:30");
    await says("Ben", `wish ${HERE}`);
    stage.clock.forward(12 * HOUR);
    await plans("Midnight");
    await stage.passes(7.5 * HOUR - 1);
    expect(news("Ben")).toHaveLength(0);
    await stage.passes(1);
    expect(parties("Ben")).toEqual([["Midnight"]]);
  });

  test("not in hours that became quiet after it was planned either", async () => {
    await says("Ben", "settings zone:Berlin quiet:23-7:30");
    await says("Ben", `wish ${HERE}`);
    stage.clock.forward(12 * HOUR);
    await plans("Midnight");
    await says("Ben", "settings quiet:23-9");
    await stage.passes(9 * HOUR - 1);
    expect(news("Ben")).toHaveLength(0);
    await stage.passes(1);
    expect(parties("Ben")).toEqual([["Midnight"]]);
  });

  test("means the distance and the days that were asked for, and nobody's own or answered party", async () => {
    await says("Near", `wish ${HERE} within:2`);
    await says("Far", `wish ${HERE} within:50`);
    await says("Weekend", `wish ${HERE} days:weekend`);
    await says("Workday", `wish ${HERE} days:weekdays`);
    await says("Ada", `wish ${HERE}`);
    await says("Cleo", `wish ${HERE}`);
    const made = await plans("Tuesday", "where:52.5801,13.4012");
    await says("Cleo", `rsvp ${made.party} going`);
    await stage.settles();
    expect(["Near", "Far", "Weekend", "Workday", "Ada", "Cleo"].map((name) => parties(name).flat())).toEqual([
      [],
      ["Tuesday"],
      [],
      ["Tuesday"],
      [],
      [],
    ]);
    await plans("Saturday", undefined, "in 6 days 20:00");
    await stage.settles();
    expect(parties("Weekend").flat()).toEqual(["Saturday"]);
  });

  test("a party that becomes findable, or moves nearby, is told once; one that is called off or hidden again is left out", async () => {
    await says("Ben", `wish ${HERE}`);
    const hidden = await says("Ada", "create Hidden when:in 9 days 20:00 where:52.5301,13.4012");
    const away = await plans("Away", "where:48.1372,11.5755");
    await stage.settles();
    expect(news("Ben")).toHaveLength(0);
    await says("Ada", `edit ${hidden.party} find:nearby`);
    await stage.settles();
    expect(parties("Ben")).toEqual([["Hidden"]]);
    await says("Ada", `edit ${away.party} where:52.5301,13.4012`);
    const off = await plans("Off");
    const shy = await plans("Shy");
    for (const find of ["invited", "nearby"]) await says("Ada", `edit ${hidden.party} find:${find}`);
    await says("Ada", `edit ${hidden.party} what:Renamed`);
    await stage.settles();
    await says("Ada", `edit ${shy.party} find:invited`);
    await stage.app.store.write((tx) => tx.parties.edit(off.party!, { state: "calledOff" }));
    await stage.passes(DAY);
    expect(parties("Ben").slice(1)).toEqual([["Away"]]);
    await stage.passes(3 * DAY);
    expect(news("Ben")).toHaveLength(2);
  });

  test("where nothing is left of it, no message comes", async () => {
    await says("Ben", `wish ${HERE}`);
    stage.clock.forward(11 * HOUR);
    const made = await plans("Gone");
    await stage.settles();
    await says("Ada", `edit ${made.party} find:invited`);
    await stage.passes(2 * DAY);
    expect(news("Ben")).toHaveLength(0);
  });

  test("tells what a stranger may know: no exact point, no address", async () => {
    await says("Ben", `wish ${HERE}`);
    await plans("Secret", "where:Kastanienallee 77, Berlin");
    await plans("Point", "where:52.530123,13.401234");
    await stage.settles();
    const text = JSON.stringify(news("Ben"));
    expect(parties("Ben")).toEqual([["Point", "Secret"]]);
    for (const canary of ["Kastanienallee", "52.5301", "13.4012", "52.521918", "52.5219"])
      expect(text).not.toContain(canary);
  });
});
