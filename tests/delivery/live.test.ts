// Tests: the change bus and the cron tick.
import { expect, test, vi } from "vitest";
import { createBus } from "../../src/delivery/live.ts";
import { createSchedule } from "../../src/delivery/schedule.ts";

const logTo = (events: string[]) => ({ warn: () => {}, error: (_: object, event: string) => void events.push(event) });

test("every listener hears every change, although one of them throws, until it stops listening", () => {
  const events: string[] = [];
  const bus = createBus(logTo(events));
  const heard: number[] = [];
  bus.onChange(() => {
    throw new Error("a listener's own trouble");
  });
  const stop = bus.onChange(({ version }) => void heard.push(version));
  bus.publish({ party: "k3x9q2bb", version: 2 });
  stop();
  bus.publish({ party: "k3x9q2bb", version: 3 });
  expect(heard).toEqual([2]);
  expect(events).toEqual(["live.listener_failed", "live.listener_failed"]);
});

test("the tick calls its jobs with the injected time, logs a failed one without its text, and does not overlap", async () => {
  vi.useFakeTimers({ now: Date.UTC(2030, 0, 1, 12, 0, 30) });
  const said = vi.spyOn(console, "error");
  try {
    const events: string[] = [];
    const ran: number[] = [];
    let slow = 0;
    const schedule = createSchedule({
      jobs: [
        { name: "good", cron: "* * * * *", run: async (now) => void ran.push(now) },
        { name: "bad", cron: "* * * * *", run: () => Promise.reject(new Error("Kastanienallee 12")) },
        { name: "slow", cron: "* * * * *", run: () => (slow++, new Promise(() => {})) },
      ],
      now: () => 42,
      log: logTo(events),
    });
    await schedule.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ran).toEqual([42]);
    await vi.advanceTimersByTimeAsync(60_000);
    await schedule.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(ran).toEqual([42, 42]);
    expect(slow).toBe(1);
    expect(events).toEqual(["schedule.job_failed", "schedule.job_failed"]);
    expect(said).not.toHaveBeenCalled();
  } finally {
    said.mockRestore();
    vi.useRealTimers();
  }
});
