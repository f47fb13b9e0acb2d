// The live map over a real socket, on both databases: what is within its bounds, what changes there, and never anything secret.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientFrame, Joined, ServerFrame, WireDot } from "../../../adapters/web/wire.ts";
import { DATABASES, freshDatabase } from "../../support/databases.ts";
import type { House, Line } from "./house.ts";
import { openHouse, openLine } from "./house.ts";

const BERLIN = { south: 52.3, west: 13, north: 52.7, east: 13.8 };
const SUVA = { south: -20, west: 177, north: -16, east: -178 };
const mapOf = (bounds: object, when = "any"): ClientFrame =>
  ({ kind: "map", bounds, filter: { when, timeZone: "Europe/Berlin" } }) as ClientFrame;

/** What a page would show by these frames. Fails when a version goes back. */
const shownBy = (frames: readonly ServerFrame[]): Map<string, WireDot> => {
  const shown = new Map<string, WireDot>();
  const newest = new Map<string, number>();
  const show = (dot: WireDot): void => {
    expect(dot.version).toBeGreaterThanOrEqual(newest.get(dot.code) ?? 0);
    newest.set(dot.code, dot.version);
    shown.set(dot.code, dot);
  };
  for (const frame of frames) {
    if (frame.kind === "dots") {
      shown.clear();
      frame.dots.forEach(show);
    } else if (frame.kind === "dot") show(frame.dot);
    else if (frame.kind === "undot") shown.delete(frame.code);
  }
  return shown;
};

const soon = async (line: Line, fits: (shown: Map<string, WireDot>) => boolean): Promise<Map<string, WireDot>> => {
  const done = (): boolean => fits(shownBy(line.frames));
  if (!done()) await new Promise<void>((resolve) => line.socket.on("message", () => done() && resolve()));
  return shownBy(line.frames);
};

describe.each(DATABASES)("a map on %s", (kind) => {
  let house: House;
  let ada: Joined;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase(kind);
    drop = database.drop;
    house = await openHouse({ DATABASE_URL: database.url });
    ada = await house.joins("Ada");
  });
  afterAll(async () => {
    await house.world.close();
    await drop();
  });

  const give = (title: string, where = "52.4990,13.4180", more = "") =>
    house.party(ada, `/create ${title} when:28.11.2026 19:00 where:${where} find:nearby approve:no ${more}`);
  const says = (press: string) => house.says(ada, { press });
  const opens = async (ask = mapOf(BERLIN), headers = {}): Promise<Line> => {
    const line = await openLine(house.url, ask, headers);
    await line.until("dots");
    return line;
  };

  test("it shows what is within its bounds, and what is new there, in the viewer's language", async () => {
    const here = await give("Rooftop");
    const there = await give("Lagoon", "-17.7,-179.9");
    const line = await opens(mapOf(BERLIN), { "accept-language": "de" });
    expect([...shownBy(line.frames).keys()]).toContain(here);
    expect([...shownBy(line.frames).keys()]).not.toContain(there);
    const fresh = await give("Cellar");
    const { dot } = await line.until("dot", (frame) => frame.dot.code === fresh);
    expect(dot).toMatchObject({ title: "Cellar", going: 0, approval: false });
    expect(dot.when).toContain("Samstag");
    line.socket.close();
    const south = await opens(mapOf(SUVA));
    expect([...shownBy(south.frames).keys()]).toEqual([there]);
    south.socket.close();
  });

  test("who comes, that it is full, moved away, back, called off and hidden: each is on the map at once", async () => {
    const code = await give("Garden", "52.4990,13.4180", "max:1");
    const hidden = await give("Hidden");
    const [line, south] = [await opens(), await opens(mapOf(SUVA))];
    await house.posts(`/p/${code}/answer`, { name: "Ben", answer: "going" });
    expect((await soon(line, (shown) => shown.get(code)?.going === 1)).get(code)?.max).toBe(1);
    await says(`edit ${code} where:-17.7,-179.9`);
    await Promise.all([soon(line, (shown) => !shown.has(code)), soon(south, (shown) => shown.get(code)?.going === 1)]);
    await says(`edit ${code} where:52.51,13.41`);
    await Promise.all([soon(line, (shown) => shown.has(code)), soon(south, (shown) => !shown.has(code))]);
    await says(`calloff ${code} sure:yes`);
    await says(`edit ${hidden} find:invited`);
    await soon(line, (shown) => !shown.has(code) && !shown.has(hidden));
    expect(south.frames.some((frame) => JSON.stringify(frame).includes(hidden))).toBe(false);
    line.socket.close();
    south.socket.close();
  });

  test("no frame holds an address, an exact point or a name", async () => {
    const line = await opens();
    const code = await give("Secret", "52.498765,13.417654");
    await line.until("dot", (frame) => frame.dot.code === code);
    await house.posts(`/p/${code}/answer`, { name: "Canarybird", answer: "going" });
    await soon(line, (shown) => shown.get(code)?.going === 1);
    const whole = await opens();
    const said = JSON.stringify([...line.frames, ...whole.frames]);
    for (const secret of ["52.498", "13.4176", "Ada", "Canarybird", "address", "exact"])
      expect(said).not.toContain(secret);
    line.socket.close();
    whole.socket.close();
  });

  test("a line that was lost while parties changed comes back to the whole, and moving on shows the next part", async () => {
    const [stays, goes] = [await give("Stays"), await give("Goes")];
    const first = await opens();
    first.socket.terminate();
    await first.closed;
    await says(`calloff ${goes} sure:yes`);
    await says(`edit ${stays} what:Stayed`);
    const back = await opens();
    const shown = shownBy(back.frames);
    expect(shown.get(stays)?.title).toBe("Stayed");
    expect(shown.has(goes)).toBe(false);
    for (const bounds of [BERLIN, BERLIN, SUVA]) back.socket.send(JSON.stringify(mapOf(bounds)));
    await soon(back, (now) => !now.has(stays));
    expect(back.frames.filter((frame) => frame.kind === "dots").length).toBeLessThanOrEqual(3);
    expect(back.frames.filter((frame) => frame.kind === "welcome")).toHaveLength(1);
    back.socket.close();
  });

  test("versions never go back while a party changes again and again, and the last is what all see", async () => {
    const code = await give("Busy");
    const lines = await Promise.all(Array.from({ length: 10 }, () => opens()));
    const answers = Array.from({ length: 12 }, (_, i) =>
      house.posts(`/p/${code}/answer`, { name: `Guest ${i}`, answer: "going" }),
    );
    for (const line of lines) line.socket.send(JSON.stringify(mapOf(BERLIN)));
    await Promise.all(answers);
    for (const line of lines) {
      await soon(line, (shown) => shown.get(code)?.going === 12);
      line.socket.close();
    }
  });

  test("what is not a map closes the line, and a map is nothing else afterwards", async () => {
    for (const bad of [{}, { ...BERLIN, south: "x" }, { ...BERLIN, south: null }]) {
      const line = await openLine(house.url, mapOf(bad));
      expect(await line.closed).toBe(1008);
    }
    const line = await opens();
    line.socket.send(JSON.stringify({ kind: "hello", party: "k3x9q2bb" }));
    expect(await line.closed).toBe(1008);
    const turned = await opens(mapOf({ south: -95, west: 160, north: 95, east: 530 }));
    expect(shownBy(turned.frames).size).toBeGreaterThan(3);
    turned.socket.close();
  });

  // The clock goes on: what others need is before this.
  test("a party that has begun leaves the maps, and a map of tonight shows the next night's", async () => {
    const code = await house.party(ada, "/create Tonight when:22.11.2026 20:00 where:52.4990,13.4180 find:nearby");
    const [line, tonight] = [await opens(), await opens(mapOf(BERLIN, "tonight"))];
    expect([...shownBy(tonight.frames).keys()]).toEqual([code]);
    await house.world.passes(9 * 3_600_000);
    await give("Later");
    await Promise.all([line, tonight].map((one) => soon(one, (shown) => !shown.has(code))));
    line.socket.close();
    tonight.socket.close();
  });
});
