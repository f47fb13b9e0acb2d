// Tests: people on the pages of two replicas see one party and one room, through a real Redis, and through its absence.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Joined, ServerFrame } from "../../adapters/web/wire.ts";
import { type Line, openLine } from "../adapters/web/house.ts";
import { type RedisServer, redisServer } from "../support/redis-server.ts";
import { gives, joins, openReplicas, posts, readsRoom, type Replica, type Replicas, says } from "./replicas.ts";

const PATIENCE = { timeout: 10_000, interval: 10 };
const ROOM = "kitchen";

let redis: RedisServer;
let replicas: Replicas;
let a: Replica;
let b: Replica;
let ada: Joined;
let ben: Joined;
let code: string;

const bothAre = (state: string) =>
  vi.waitFor(() => expect([a.app.bus(), b.app.bus()]).toEqual([state, state]), PATIENCE);
const roomLine = async (at: Replica, who: Joined): Promise<Line> => {
  const line = await openLine(at.url, { kind: "hello", bearer: who.bearer, room: ROOM });
  await line.until("welcome");
  return line;
};
const partyLine = async (at: Replica): Promise<Line> => {
  const line = await openLine(at.url, { kind: "hello", party: code });
  await line.until("party");
  return line;
};
const answers = (at: Replica, name: string) => posts(at.url, `/p/${code}/answer`, { name, answer: "going" });
const lastCount = ({ frames }: Line): number =>
  frames.flatMap((frame) => (frame.kind === "party" ? [frame.party.going] : [])).at(-1) ?? -1;
const textsIn = (frames: readonly ServerFrame[]) =>
  frames.flatMap((frame) => (frame.kind === "message" && frame.message.text !== undefined ? [frame.message.text] : []));
const cardsIn = (frames: readonly ServerFrame[]) =>
  frames.flatMap((frame) => (frame.kind === "message" && frame.message.view?.card ? [frame.message] : []));

beforeAll(async () => {
  redis = await redisServer();
  replicas = await openReplicas(redis.url);
  // Redis is not there yet: each starts, and serves, without it.
  a = await replicas.start();
  b = await replicas.start();
  ada = await joins(a.url, "Ada", ROOM);
  ben = await joins(b.url, "Ben", ROOM);
  code = await gives(a.url, ada, ROOM);
});
afterAll(async () => {
  await replicas.close();
  await redis.stop();
});

test("without Redis each replica serves its own pages, says once that it is alone, and names no address", async () => {
  expect([a.app.bus(), b.app.bus()]).toEqual(["down", "down"]);
  const line = await partyLine(a);
  const before = lastCount(line);
  await answers(a, "Cleo");
  await vi.waitFor(() => expect(lastCount(line)).toBe(before + 1), PATIENCE);
  line.socket.close();
  for (const { url, logged } of [a, b]) {
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await vi.waitFor(
      () => expect(logged.filter((text) => text.startsWith("live.redis_down"))).toHaveLength(1),
      PATIENCE,
    );
    expect(logged.join()).not.toContain(String(redis.port));
  }
});

describe("with Redis", () => {
  beforeAll(async () => {
    await redis.start();
    await bothAre("up");
  });

  test("an answer given at one replica is on a page of the other within a second, and on both once", async () => {
    const lines = [await partyLine(a), await partyLine(b)];
    const before = lastCount(lines[0] as Line);
    const from = performance.now();
    await answers(a, "Dora");
    for (const line of lines) await vi.waitFor(() => expect(lastCount(line)).toBe(before + 1), PATIENCE);
    expect(performance.now() - from).toBeLessThan(1_000);
    for (const { frames, socket } of lines) {
      expect(frames.filter((frame) => frame.kind === "party")).toHaveLength(2);
      socket.close();
    }
  });

  test("what is said in a room at one replica is read at the other, once", async () => {
    const [adas, bens] = [await roomLine(a, ada), await roomLine(b, ben)];
    const from = performance.now();
    for (let n = 0; n < 20; n++) await says(n % 2 ? a.url : b.url, n % 2 ? ada : ben, ROOM, { text: `line ${n}` });
    const said = Array.from({ length: 20 }, (_, n) => `line ${n}`);
    for (const line of [adas, bens]) {
      await vi.waitFor(() => expect(textsIn(line.frames).sort()).toEqual([...said].sort()), PATIENCE);
      line.socket.close();
    }
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  test("a card that the one replica sends changes on the pages of the other, as people answer", async () => {
    const bens = await roomLine(b, ben);
    await a.app.sender.drain();
    await answers(b, "Eve");
    // Whoever has the right to send was woken by the other: nobody asked it to.
    await vi.waitFor(() => expect(cardsIn(bens.frames).length).toBeGreaterThan(0), PATIENCE);
    const shown = (await readsRoom(a.url, ada, ROOM)).messages.find((message) => message.view?.card);
    expect(cardsIn(bens.frames).at(-1)).toEqual(shown);
    bens.socket.close();
  });

  test("a guest whose page is open at one replica is told there what the other sends, and counts as reached", async () => {
    const other = await gives(a.url, ada, ROOM);
    await a.app.sender.drain();
    const answered = await posts(b.url, `/p/${other}/answer`, { name: "Gil", answer: "going" });
    const cookie = answered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const line = await openLine(b.url, { kind: "hello", party: other }, { cookie });
    await line.until("mine");
    const told = line.until("news").then(({ news }) => {
      line.socket.send(JSON.stringify({ kind: "seen", id: news.id }));
      return news.title;
    });
    await says(a.url, ada, ROOM, { text: `/calloff ${other} sure:yes` });
    await a.app.sender.drain();
    expect(await told).toBe("Called off: Rooftop BBQ");
    const left = await a.app.store.write((tx) => tx.notes.pending(other, "unreached"));
    expect([...left.keys()]).toEqual([]);
    line.socket.close();
  });

  test("who is in the room is seen from both replicas, and who left, too", async () => {
    const bens = await roomLine(b, ben);
    const sees = (here: boolean) => (frame: { people: { name: string; here: boolean }[] }) =>
      frame.people.some((one) => one.name === "Ada" && one.here === here);
    const adas = await roomLine(a, ada);
    await bens.until("people", sees(true));
    const { people } = await readsRoom(a.url, ada, ROOM);
    expect(
      people
        .filter((one) => one.here)
        .map((one) => one.name)
        .sort(),
    ).toEqual(["Ada", "Ben"]);
    bens.frames.length = 0;
    adas.socket.close();
    await bens.until("people", sees(false));
    bens.socket.close();
  });

  test("after Redis was killed and started again every page is told what it missed, and nothing was refused meanwhile", async () => {
    const [bens, party] = [await roomLine(b, ben), await partyLine(b)];
    const before = lastCount(party);
    await redis.kill();
    await bothAre("down");
    await answers(a, "Finn");
    await says(a.url, ada, ROOM, { text: "while nobody carried it" });
    expect(textsIn(bens.frames)).toEqual([]);
    await redis.start();
    await bothAre("up");
    await vi.waitFor(() => expect(lastCount(party)).toBe(before + 1), PATIENCE);
    await vi.waitFor(() => expect(textsIn(bens.frames)).toContain("while nobody carried it"), PATIENCE);
    for (const { logged } of [a, b])
      expect(logged.filter((text) => text.startsWith("live.redis_down"))).toHaveLength(2);
    for (const line of [bens, party]) line.socket.close();
  });

  test("a replica that stops is no longer thought to have people on its pages", async () => {
    const c = await replicas.start();
    await vi.waitFor(() => expect(c.app.bus()).toBe("up"), PATIENCE);
    const cleo = await joins(c.url, "Cleo", ROOM);
    const bens = await roomLine(b, ben);
    const sees = (here: boolean) => (frame: { people: { name: string; here: boolean }[] }) =>
      frame.people.some((one) => one.name === "Cleo" && one.here === here);
    await roomLine(c, cleo);
    await bens.until("people", sees(true));
    bens.frames.length = 0;
    await c.app.stop();
    await bens.until("people", sees(false));
    bens.socket.close();
  });
});
