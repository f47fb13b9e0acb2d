// A process that lets guests in one after the other, and prints how many it was told are in.
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { openStore } from "../../src/store/open.ts";
import { NOON } from "../support/clock.ts";
import { hosted } from "../support/samples.ts";

const store = await openStore({ url: process.argv[2] as string, keyring: createKeyring(newDataKey(1)) });
const { party, guests } = await hosted(store, 2_000, { place: { label: "Berlin" } });
console.log(party.code);
for (const [i, guest] of guests.entries()) {
  await store.write((tx) => tx.rsvps.answer({ party: party.code, personId: guest, answer: "going", now: NOON }));
  console.log(i + 1);
}
