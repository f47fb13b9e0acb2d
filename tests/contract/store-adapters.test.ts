import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FreshStore } from "../support/databases.ts";
import { DATABASES, freshStore } from "../support/databases.ts";

describe.each(DATABASES)("what adapters keep, on %s", (kind) => {
  let fresh: FreshStore;
  beforeAll(async () => {
    fresh = await freshStore(kind);
  });
  afterAll(() => fresh.close());

  test("one owner holds a lease until its time is up; the next gets a higher fence", async () => {
    const { adapters } = fresh.store;
    const first = await adapters.take("telegram.poll", "a", 1_000, 2_000);
    expect(first).toBeDefined();
    expect(await adapters.take("telegram.poll", "b", 1_500, 2_500)).toBeUndefined();
    expect(await adapters.take("telegram.poll", "a", 1_900, 3_000)).toBe(first);
    expect(await adapters.take("telegram.poll", "b", 2_500, 3_500)).toBeUndefined();
    expect(await adapters.take("telegram.poll", "b", 3_000, 4_000)).toBe((first ?? 0) + 1);
    expect(await adapters.take("telegram.poll", "a", 3_100, 4_100)).toBeUndefined();
    await adapters.release("telegram.poll", "b");
    expect(await adapters.take("telegram.poll", "a", 3_200, 4_200)).toBe((first ?? 0) + 2);
  });

  test("of many who reach for a free lease at once, one gets it", async () => {
    const got = await Promise.all(
      Array.from({ length: 12 }, (_, i) => fresh.store.adapters.take("race", `owner${i}`, 10, 20)),
    );
    expect(got.filter((fence) => fence !== undefined)).toHaveLength(1);
  });

  test("a fact is remembered, replaced, and unknown until then", async () => {
    const { adapters } = fresh.store;
    expect(await adapters.recall("dm:1")).toBeUndefined();
    await adapters.remember("dm:1", "123456789012345678");
    await adapters.remember("dm:1", "876543210987654321");
    expect(await adapters.recall("dm:1")).toBe("876543210987654321");
  });

  test("a fact with a time is swept once that is up, the others stay; a forgotten one is gone at once", async () => {
    const { adapters } = fresh.store;
    await adapters.remember("ask:1", "when", 5_000);
    await adapters.remember("ask:2", "when", 5_001);
    await adapters.remember("ask:3", "when", 4_000);
    await adapters.remember("ask:3", "where", 9_000);
    await adapters.remember("ask:4", "when", 4_000);
    await adapters.remember("ask:4", "for ever");
    expect(await adapters.sweep(5_000)).toBe(1);
    const names = ["ask:1", "ask:2", "ask:3", "ask:4"];
    expect(await Promise.all(names.map((name) => adapters.recall(name)))).toEqual([
      undefined,
      "when",
      "where",
      "for ever",
    ]);
    await adapters.forget("ask:4");
    expect(await adapters.recall("ask:4")).toBeUndefined();
    expect(await adapters.sweep(5_000)).toBe(0);
  });
});
