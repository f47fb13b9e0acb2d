// Sample: the same seed makes the same parties once, findable around the city.
import { describe, expect, test } from "vitest";
import { plan } from "../../src/delivery/plan.ts";
import { createPlaces } from "../../src/places/index.ts";
import { createSample } from "../../src/sample.ts";
import { handClock } from "../support/clock.ts";
import { DATABASES, freshStore } from "../support/databases.ts";

describe.each(DATABASES)("sample parties on %s", (kind) => {
  test("are made once, lie around the city, keep the capacity, and put three cards into the chat", async () => {
    const { store, close } = await freshStore(kind);
    const clock = handClock();
    const places = createPlaces({ now: clock.now });
    const sample = createSample({ store, places, clock, plan, onPosted: () => {} });
    const chat = { platform: "web", chatId: "room:kitchen", kind: "group", reach: "post" } as const;
    try {
      expect(await sample({ city: "Berlin", parties: 30, seed: 7, chat })).toEqual({ parties: 30, alreadyThere: 0 });
      expect(await sample({ city: "Berlin", parties: 30, seed: 7, chat })).toEqual({ parties: 0, alreadyThere: 30 });
      const found = await store.reads.parties.nearby({
        at: { lat: 52.52, lng: 13.405 },
        km: 20,
        from: clock.now(),
        limit: 50,
      });
      expect(found).toHaveLength(30);
      for (const { party } of found) expect(party.going).toBeLessThanOrEqual(party.max ?? Number.POSITIVE_INFINITY);
      const room = await store.reads.chats.find(chat);
      expect(await store.reads.parties.inChat(room?.key ?? "", clock.now(), 10)).toHaveLength(3);
      await expect(sample({ city: "Atlantis-upon-Nowhere", parties: 1, seed: 1 })).rejects.toThrow("No city called");
    } finally {
      await close();
    }
  });
});
