// Who is in a room on the pages of other replicas: as each last said, and not for ever.
import { expect, test } from "vitest";
import { createSightings } from "../../../adapters/web/sightings.ts";
import { handClock } from "../../support/clock.ts";

test("people are there as long as their replica says so; of one that died they are forgotten after a while", () => {
  const clock = handClock();
  const sightings = createSightings(clock);
  sightings.keep("hall", "b", ["ben", "eve"]);
  sightings.keep("hall", "c", ["cleo"]);
  expect(sightings.of("hall")).toEqual(["ben", "eve", "cleo"]);
  clock.forward(40_000);
  sightings.keep("hall", "b", ["ben"]);
  expect(sightings.forget()).toEqual([]);
  clock.forward(40_000);
  expect(sightings.forget()).toEqual(["hall"]);
  expect(sightings.of("hall")).toEqual(["ben"]);
  sightings.keep("hall", "b", []);
  expect(sightings.of("hall")).toEqual([]);
});
