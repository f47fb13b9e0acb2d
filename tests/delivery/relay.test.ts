// Tests: what replicas say to each other through a real Redis, and what becomes of it when Redis is not there.
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Bus, createBus } from "../../src/delivery/live.ts";
import { redisRelay } from "../../src/delivery/redis-bus.ts";
import { type RedisServer, redisServer } from "../support/redis-server.ts";

type Heard = { bus: Bus; said: unknown[]; missed: number; logged: { event: string; fields: object }[] };

const PATIENCE = { timeout: 10_000, interval: 10 };

let redis: RedisServer;
let open: Heard[] = [];

const replica = (name: string, url = redis.url): Heard => {
  const logged: Heard["logged"] = [];
  const keep = (fields: object, event: string): void => void logged.push({ event, fields });
  const log = { warn: keep, error: keep };
  const bus = createBus(log, redisRelay({ url, replica: name, log, random: () => 0, beat: 250 }));
  const heard: Heard = { bus, said: [], missed: 0, logged };
  bus.onChange((change) => heard.said.push(change));
  bus.onWake(() => heard.said.push("wake"));
  bus.others.onWord((word, from) => heard.said.push({ ...word, from }));
  bus.others.onMissed(() => void heard.missed++);
  open.push(heard);
  return heard;
};

const up = (...all: Heard[]) =>
  vi.waitFor(() => expect(all.map((one) => one.bus.state())).toEqual(all.map(() => "up")), PATIENCE);

beforeEach(async () => {
  redis = await redisServer();
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.bus.stop()));
  open = [];
  await redis.stop();
});

describe("with Redis", () => {
  test("each word is heard by the others once, and a change by its own replica once, too", async () => {
    await redis.start();
    const [a, b, c] = [replica("a"), replica("b"), replica("c")];
    await up(a, b, c);
    a.bus.publish({ party: "k3x9q2bb", version: 2 });
    a.bus.wake();
    a.bus.others.say({ room: "room:kitchen", ids: [7, 8] });
    const change = { party: "k3x9q2bb", version: 2 };
    const words = [change, "wake", { room: "room:kitchen", ids: [7, 8], from: "a" }];
    for (const other of [b, c]) await vi.waitFor(() => expect(other.said).toEqual(words), PATIENCE);
    expect(a.said).toEqual([change]);
  });

  test("what goes through Redis holds ids and versions, and nothing else", async () => {
    await redis.start();
    const a = replica("a", `${redis.url}/3`);
    await up(a);
    const spy = connect(redis.port, "127.0.0.1");
    let read = "";
    spy.on("data", (data) => void (read += String(data)));
    spy.write("PSUBSCRIBE *\r\n");
    await once(spy, "data");
    a.bus.publish({ party: "k3x9q2bb", version: 2, title: "Rooftop" } as { party: string; version: number });
    await vi.waitFor(() => expect(read).toContain("k3x9q2bb"), PATIENCE);
    spy.destroy();
    expect(read).toContain("party-with-me:3");
    expect(read).toContain(JSON.stringify({ by: "a", words: [{ party: "k3x9q2bb", version: 2 }] }));
  });

  test("installations with other numbers of one Redis hear nothing of each other, nor is what is not understood heard", async () => {
    await redis.start();
    const [a, b, other] = [replica("a"), replica("b"), replica("x", `${redis.url}/1`)];
    await up(a, b, other);
    for (const text of ["{", '"words"', '{"by":"x","words":[{"party":5},{"later":true},{"wake":true}]}'])
      await redis.says(`PUBLISH party-with-me:0 ${JSON.stringify(text)}`);
    a.bus.publish({ party: "k3x9q2bb", version: 9 });
    await vi.waitFor(() => expect(b.said).toEqual(["wake", { party: "k3x9q2bb", version: 9 }]), PATIENCE);
    expect(other.said).toEqual([]);
  });

  test("a replica that missed more than it can name has the others read all again", async () => {
    await redis.start();
    const b = replica("b");
    await up(b);
    expect(b.missed).toBe(1);
    await redis.says(`PUBLISH party-with-me:0 ${JSON.stringify('{"by":"a","words":[{"all":true}]}')}`);
    await vi.waitFor(() => expect(b.missed).toBe(2), PATIENCE);
  });

  test("a storm of changes of one party is few messages, of which the last is never lost", async () => {
    await redis.start();
    const [a, b] = [replica("a"), replica("b")];
    await up(a, b);
    for (let version = 1; version <= 20_000; version++) a.bus.publish({ party: "k3x9q2bb", version });
    await vi.waitFor(() => expect(b.said).toContainEqual({ party: "k3x9q2bb", version: 20_000 }), PATIENCE);
    expect(b.said.length).toBeLessThan(10);
  });

  test("a user with the rights that the documents name may do all that is needed", async () => {
    await redis.start();
    const rules = "on >pass ~ &party-with-me:* -@all +hello +auth +ping +subscribe +unsubscribe +publish";
    await redis.says(`ACL SETUSER party ${rules.replace(" ~ ", " ")}`);
    const [a, b] = ["a", "b"].map((name) => replica(name, redis.url.replace("//", "//party:pass@")));
    if (!a || !b) throw new Error("nobody");
    await up(a, b);
    a.bus.wake();
    await vi.waitFor(() => expect(b.said).toEqual(["wake"]), PATIENCE);
  });
});

describe("without Redis", () => {
  test("a replica works alone, says so once, and hears the others as soon as Redis is there", async () => {
    const a = replica("a");
    a.bus.publish({ party: "k3x9q2bb", version: 2 });
    expect(a.said).toEqual([{ party: "k3x9q2bb", version: 2 }]);
    expect(a.bus.state()).toBe("down");
    await vi.waitFor(() => expect(a.logged).toHaveLength(1), PATIENCE);
    await redis.start();
    await up(a);
    expect(a.logged).toMatchObject([
      { event: "live.redis_down", fields: { code: "ECONNREFUSED" } },
      { event: "live.redis_back" },
    ]);
    expect(JSON.stringify(a.logged)).not.toMatch(/127\.0\.0\.1|k3x9/);
  });

  test("a password that Redis refuses is told by Redis's own word for it, and never written down", async () => {
    const guarded = await redisServer(["requirepass", "hunter2"]);
    await guarded.start();
    const wrong = replica("a", guarded.url.replace("//", "//:hunter3@"));
    const right = replica("b", guarded.url.replace("//", "//:hunter2@"));
    await up(right);
    await vi.waitFor(() => expect(wrong.logged).toHaveLength(1), PATIENCE);
    expect(wrong.logged).toMatchObject([{ event: "live.redis_down", fields: { code: "WRONGPASS" } }]);
    expect(JSON.stringify([wrong.logged, right.logged])).not.toContain("hunter");
    await Promise.all([wrong, right].map((one) => one.bus.stop()));
    await guarded.stop();
  });

  test("what was said while Redis was away is said when it is back, and all who are told so read again", async () => {
    await redis.start();
    const [a, b] = [replica("a"), replica("b")];
    await up(a, b);
    await redis.kill();
    await vi.waitFor(() => expect([a.bus.state(), b.bus.state()]).toEqual(["down", "down"]), PATIENCE);
    for (let version = 1; version <= 3; version++) a.bus.publish({ party: "k3x9q2bb", version });
    const missed = b.missed;
    await redis.start();
    await up(a, b);
    await vi.waitFor(() => expect(b.missed).toBeGreaterThan(missed), PATIENCE);
    expect(a.logged.map((one) => one.event)).toEqual(["live.redis_down", "live.redis_back"]);
    a.bus.publish({ party: "bbbbbbbb", version: 1 });
    await vi.waitFor(() => expect(b.said).toContainEqual({ party: "bbbbbbbb", version: 1 }), PATIENCE);
  });

  test("a Redis that hangs is noticed within two beats, and hinders nobody meanwhile", async () => {
    await redis.start();
    const [a, b] = [replica("a"), replica("b")];
    await up(a, b);
    redis.freeze();
    const from = performance.now();
    for (let version = 1; version <= 100; version++) a.bus.publish({ party: "k3x9q2bb", version });
    expect(performance.now() - from).toBeLessThan(100);
    await vi.waitFor(() => expect([a.bus.state(), b.bus.state()]).toEqual(["down", "down"]), PATIENCE);
    const { missed } = b;
    redis.thaw();
    await up(a, b);
    // What was said before the other was there again, it finds by reading all again.
    expect(b.missed).toBeGreaterThan(missed);
    a.bus.publish({ party: "k3x9q2bb", version: 101 });
    await vi.waitFor(() => expect(b.said).toContainEqual({ party: "k3x9q2bb", version: 101 }), PATIENCE);
  });
});
