// What Prometheus is told: of messages, platforms, commands and the outbox, and never of anybody.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import { bounded } from "../../src/metrics/label.ts";
import { createMetrics, type Metrics } from "../../src/metrics.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { OutboxStats } from "../../src/store/types.ts";
import type { World } from "../stories/language.ts";
import { webDriver } from "../stories/web-driver.ts";
import { startWorld } from "../stories/world.ts";

const EMPTY: OutboxStats = { pending: 0, due: 0, kinds: [] };
const NOW = 1_000 * SECOND;
const over = (stats: () => Promise<OutboxStats>): Metrics => createMetrics({ now: () => NOW, stats });
const valueOf = async (metrics: Metrics, series: string): Promise<number | undefined> => {
  const line = (await metrics.read()).body.split("\n").find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

describe("the outbox", () => {
  const kinds: OutboxStats["kinds"] = [
    { kind: "moved", pending: 3, due: 2, oldestDueAt: NOW - 40 * SECOND },
    { kind: "calledOff", pending: 1, due: 1, oldestDueAt: NOW - 90 * SECOND },
    { kind: "remind", pending: 500, due: 0 },
  ];

  test("is told by lane, with the age of what is due longest", async () => {
    const metrics = over(async () => ({ ...EMPTY, kinds }));
    expect(await valueOf(metrics, 'party_outbox_pending{lane="urgent"}')).toBe(4);
    expect(await valueOf(metrics, 'party_outbox_due{lane="urgent"}')).toBe(3);
    expect(await valueOf(metrics, 'party_outbox_oldest_due_seconds{lane="urgent"}')).toBe(90);
    expect(await valueOf(metrics, 'party_outbox_pending{lane="reminder"}')).toBe(500);
    expect(await valueOf(metrics, 'party_outbox_oldest_due_seconds{lane="reminder"}')).toBe(0);
  });

  test("is not guessed at while the database does not answer, and the rest is told all the same", async () => {
    const metrics = over(() => Promise.reject(new Error("down")));
    expect(await valueOf(metrics, "party_database_up")).toBe(0);
    expect(await valueOf(metrics, 'party_outbox_due{lane="urgent"}')).toBeUndefined();
    expect(await valueOf(metrics, "party_bus_up")).toBe(1);
  });

  test("is counted once for all who ask at the same time", async () => {
    const answers: (() => void)[] = [];
    const metrics = over(() => new Promise((resolve) => answers.push(() => resolve(EMPTY))));
    const reads = [metrics.read(), metrics.read(), metrics.read()];
    // What is due, and what waits in all.
    expect(answers).toHaveLength(2);
    for (const answer of answers) answer();
    for (const { body } of await Promise.all(reads)) expect(body).toContain('party_outbox_due{lane="card"} 0');
    expect(answers).toHaveLength(2);
  });
});

describe("sending", () => {
  test("is told by platform and lane: how late, how long it took, what was not taken and what was put off", async () => {
    const metrics = over(async () => EMPTY);
    const { delivery } = metrics;
    delivery.sent({ platform: "telegram", kind: "calledOff", lateMs: 700, tookMs: 80 });
    delivery.faulted({ platform: "telegram", kind: "card", outcome: "retry", afterMs: 5_000 });
    delivery.faulted({ platform: "discord", kind: "card", outcome: "ambiguous" });
    delivery.leading(true);
    metrics.tooFast("discord", "global");
    const of = (series: string) => valueOf(metrics, series);
    expect(await of('party_send_late_seconds_bucket{le="0.5",platform="telegram",lane="urgent"}')).toBe(0);
    expect(await of('party_send_late_seconds_bucket{le="1",platform="telegram",lane="urgent"}')).toBe(1);
    expect(await of('party_platform_request_seconds_count{platform="telegram"}')).toBe(1);
    expect(await of('party_send_waits_total{platform="telegram"}')).toBe(1);
    expect(await of('party_send_faults_total{platform="telegram",outcome="retry"}')).toBe(0);
    expect(await of('party_send_faults_total{platform="discord",outcome="ambiguous"}')).toBe(1);
    expect(await of('party_platform_too_fast_total{platform="discord",scope="global"}')).toBe(1);
    expect(await of("party_sender")).toBe(1);
  });
});

test("a label lets few values through, whatever is given to it, and always the same for the same", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{1,8}$/))), (given) => {
      const label = bounded(/^[a-z]{1,8}$/, 4);
      const first = given.map(label);
      expect(new Set(first.filter((one) => one !== "other")).size).toBeLessThanOrEqual(4);
      for (const one of first) expect(one).toMatch(/^[a-z]{1,8}$/);
      for (const [i, one] of first.entries()) if (one !== "other") expect(label(given[i])).toBe(one);
    }),
  );
});

describe("a started program", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld("sqlite");
  });
  afterAll(() => world.close());
  const read = async (): Promise<string> => (await fetch(`${world.app.url}/metrics`)).text();

  test("tells of what people did, of what was sent, and of nobody", async () => {
    const driver = await webDriver(world);
    const ada = await driver.person("Adalovelace");
    await ada.types("/create Secretgarden when:28.11.2026 19:00 where:Berlin");
    await ada.types(`/frob${newId()}`);
    await world.settles();
    const text = await read();
    expect(text).toMatch(/party_command_seconds_count\{command="create",outcome="done"\} 1/);
    expect(text).toMatch(/party_command_seconds_count\{command="unknown",outcome="refused"\} 1/);
    expect(text).toMatch(/party_send_late_seconds_count\{platform="web",lane="card"\} [1-9]/);
    expect(text).toMatch(/^party_sender 1$/m);
    expect(text).toMatch(/^party_live_viewers [1-9]/m);
    for (const secret of ["Ada", "garden", "Berlin", "frob"]) expect(text).not.toContain(secret);
    await driver.close();
  });
});
