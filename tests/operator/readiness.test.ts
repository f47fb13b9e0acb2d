// Whether the program says that it can work: by its database, its adapters and how late its messages are.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { createReadiness } from "../../src/operator/readiness.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { World } from "../stories/language.ts";
import { startWorld } from "../stories/world.ts";
import { DATABASES } from "../support/databases.ts";

describe.each(DATABASES)("a program on %s", (database) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(database, { READY_LATE_SECONDS: "120" });
  });
  afterAll(() => world.close());

  const asked = async (path: string) => {
    const response = await fetch(`${world.app.url}${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const put = (dueAt: number) =>
    world.app.store.write((tx) =>
      tx.notes.put(
        [
          {
            key: newId(),
            to: { person: "nobody" },
            party: "none",
            reason: { kind: "promoted" },
            dueAt,
            expiresAt: dueAt + 9 * HOUR,
          },
        ],
        world.now(),
      ),
    );

  test("is ready while nothing is late, and also while something waits for its time", async () => {
    await put(world.now() + HOUR);
    await put(world.now() - 119 * SECOND);
    expect(await asked("/readyz")).toEqual({
      status: 200,
      body: { ready: true, database: "ok", adapters: "ok", outbox: "ok" },
    });
  });

  test("says which part is not, once a message is later than the bound, and still serves people", async () => {
    await put(world.now() - 3 * MINUTE);
    expect(await asked("/readyz")).toEqual({
      status: 503,
      body: {
        ready: false,
        database: "ok",
        adapters: "ok",
        outbox: "the oldest due note is 180 s late, more than 120 s",
      },
    });
    expect(await asked("/readyz?for=web")).toEqual({
      status: 200,
      body: { ready: true, database: "ok", adapters: "ok" },
    });
  });

  test("is ready again as soon as it is sent", async () => {
    await world.settles();
    expect((await asked("/readyz")).status).toBe(200);
  });
});

describe("a part that is not well", () => {
  const well = { nextDue: async () => undefined, started: () => true, now: () => 0, lateSeconds: 300 };

  test("is named, and nothing of why is told: an error may hold an address", async () => {
    const refused = (): Promise<never> => Promise.reject(new Error("connect ECONNREFUSED me:hunter2@db.internal"));
    const database = await createReadiness({ ...well, nextDue: refused })();
    expect(database).toEqual({
      ready: false,
      parts: { database: "does not answer", adapters: "ok", outbox: "unknown" },
    });
    const adapters = await createReadiness({ ...well, started: () => false })("web");
    expect(adapters).toEqual({ ready: false, parts: { database: "ok", adapters: "starting or stopping" } });
  });

  test("a database that hangs is told of within three seconds", async () => {
    const from = performance.now();
    const { ready } = await createReadiness({ ...well, nextDue: () => new Promise(() => undefined) })();
    expect(ready).toBe(false);
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});
