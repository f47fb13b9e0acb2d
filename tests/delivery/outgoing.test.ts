// Tests: what waits to be said to the other replicas loses nothing, whatever fails meanwhile.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Word } from "../../src/delivery/live.ts";
import { createOutgoing } from "../../src/delivery/outgoing.ts";

const word: fc.Arbitrary<Word> = fc.oneof(
  fc.record({ party: fc.constantFrom("a", "b"), version: fc.nat(20) }),
  fc.record({ room: fc.constantFrom("x", "y"), ids: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }) }),
  fc.record({ room: fc.constantFrom("x", "y"), here: fc.array(fc.constantFrom("ana", "ben")) }),
  fc.constant({ wake: true } as const),
);
const step = fc.oneof(fc.record({ put: word }), fc.constant("sent" as const), fc.constant("failed" as const));

/** What somebody knows who was told these words, in this order. */
const known = (words: readonly Word[]) => {
  const versions = new Map<string, number>();
  const ids = new Set<string>();
  const here = new Map<string, string>();
  let woken = false;
  for (const one of words) {
    if ("party" in one) versions.set(one.party, Math.max(one.version, versions.get(one.party) ?? 0));
    if ("ids" in one) for (const id of one.ids) ids.add(`${one.room} ${id}`);
    if ("here" in one) here.set(one.room, one.here.join());
    woken ||= "wake" in one;
  }
  return { versions, ids, here, woken };
};

test("whatever was put is said in the end, each thing as it was last, however often saying it fails", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const outgoing = createOutgoing();
      const said: Word[] = [];
      const put: Word[] = [];
      for (const one of steps) {
        if (typeof one === "object") {
          put.push(one.put);
          outgoing.put(one.put);
        } else if (one === "sent") said.push(...outgoing.take());
        else {
          const taken = outgoing.take();
          // Something is said meanwhile.
          outgoing.put({ room: "x", here: ["cleo"] });
          put.push({ room: "x", here: ["cleo"] });
          outgoing.back(taken);
        }
      }
      said.push(...outgoing.take());
      expect(known(said)).toEqual(known(put));
      expect(outgoing.size()).toBe(0);
    }),
  );
});

test("through a long outage the memory stays flat: above ten thousand things the others are to read all again", () => {
  const outgoing = createOutgoing();
  for (let n = 0; n < 20_000; n++) outgoing.put({ room: `room:${n}`, ids: [n] });
  outgoing.back([{ party: "k3x9q2bb", version: 1 }]);
  expect(outgoing.take()).toEqual([{ all: true }]);
  outgoing.put({ party: "k3x9q2bb", version: 2 });
  expect(outgoing.take()).toEqual([{ party: "k3x9q2bb", version: 2 }]);
});
