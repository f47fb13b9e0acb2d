// Bench: one way of answering in a process of its own: ours through the store, or the usual way.
import { createKeyring, newDataKey } from "../src/safety/keyring.ts";
import { MYSQL_WRITERS } from "../src/store/mysql.ts";
import { openStore } from "../src/store/open.ts";
import type { Store } from "../src/store/types.ts";
import { sampleParty } from "../tests/support/samples.ts";
import type { AnswerOne, Load } from "./rsvp-load.ts";
import { runLoad } from "./rsvp-load.ts";
import { lockAndSum } from "./rsvp-peer.ts";

const [kind = "", url = ""] = process.argv.slice(2);
const NOW = Date.UTC(2_030, 0, 1);

const store = await openStore({ url, keyring: createKeyring(newDataKey(1)) });

const KINDS: Record<string, () => AnswerOne> = {
  ours: () => (wish) => ourAnswer(store, wish),
  usual: () => lockAndSum(url, MYSQL_WRITERS),
};

const ourAnswer = (on: Store, { person: personId, ...wish }: Parameters<AnswerOne>[0]): Promise<unknown> =>
  on.write((tx) => tx.rsvps.answer({ ...wish, personId, now: NOW }), wish.party);

const addParties = (many: number, max: number): Promise<string[]> =>
  store.write(async (tx) => {
    const parties = Array.from({ length: many }, () => sampleParty("host", { max, plusMax: 1 }));
    for (const party of parties) await tx.parties.add(party, NOW);
    return parties.map((party) => party.code);
  });

const answer = KINDS[kind]?.();
if (!answer) throw new Error(`no such way: ${kind}`);

type Question = { add: { many: number; max: number } } | { run: Load };

process.on("message", (text: string) => {
  const question = JSON.parse(text) as Question;
  const said: Promise<unknown> =
    "add" in question ? addParties(question.add.many, question.add.max) : runLoad(question.run, answer);
  void said.then((one) => process.send?.(one));
});
// Whoever measured is gone.
process.on("disconnect", () => process.exit());
process.send?.("ready");
