// Three replicas of the bot on a real cluster of three nodes, each preferring another: nodes are killed and come back while people answer.
import { loadavg } from "node:os";
import { setTimeout as rest } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR } from "../../src/domain/time.ts";
import { plan } from "../../src/delivery/plan.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/types.ts";
import type { Galera } from "../support/galera.ts";
import { askOnce, startGalera } from "../support/galera.ts";
import { sampleParty } from "../support/samples.ts";
import { expectSound } from "../support/sound.ts";
import type { Box, Replica } from "./replicas.ts";
import { bundledReplica, openBox, startReplica } from "./replicas.ts";

/** A soak asks for more. */
const KILLS = Number(process.env["GALERA_KILLS"] ?? 1);
const ORDERS = [
  [0, 1, 2],
  [1, 2, 0],
  [2, 0, 1],
];
const CHAT = { platform: "discord", chatId: "flat", kind: "group", reach: "post" } as const;
const TOGETHER = 6;
const GUESTS = 24;
const PLACES = 8;
const CLIENTS = 4;
const PAUSE_MS = 200;
/** Answers before the first kill: a process that has just started is slow. */
const WARM = 40;
/** A request counts as around a kill when it was under way in this time after it, in ms. */
const AROUND_MS = 5_000;

type Taken = { from: number; to: number };
/** Who said what last, as they were told. */
type Told = { party: string; userId: string; answer: "going" | "no"; waited: boolean };

let galera: Galera;
let program: Awaited<ReturnType<typeof bundledReplica>>;
let box: Box;
let store: Store;
let replicas: Replica[];
beforeAll(async () => {
  [galera, program, box] = await Promise.all([startGalera(), bundledReplica(), openBox()]);
  await askOnce(galera.nodeUrl(0), "CREATE DATABASE party CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  const dataKeys = newDataKey(1);
  const at = { script: program.script, dataKeys, box: box.url };
  // All at once on an empty database, each on another node: one of them migrates.
  replicas = await Promise.all(ORDERS.map((order) => startReplica({ ...at, url: galera.url("party", order) })));
  store = await openStore({ url: galera.url("party"), keyring: createKeyring(dataKeys) });
}, 120_000);
afterAll(async () => {
  await Promise.all([store?.close(), box?.close(), program?.remove(), galera?.stop()]);
}, 60_000);

/** Parties with fewer places than guests, and a card of each in the chat where everybody answers. */
const newParties = (): Promise<string[]> =>
  store.write(async (tx) => {
    const now = Date.now();
    const host = await tx.people.ensure({ platform: "discord", userId: "host" }, { name: "Hanna", now });
    const chat = await tx.chats.ensure(CHAT, "flat");
    const codes: string[] = [];
    for (let i = 0; i < TOGETHER; i += 1) {
      const party = sampleParty(host.id, { startsAt: now + 90 * HOUR, max: PLACES, plusMax: 0 });
      const card = newId();
      await tx.parties.add(party, now);
      await tx.cards.add({ id: card, party: party.code, chat: chat.key }, now);
      await plan(tx, [{ kind: "carded", party: party.code, card }], now);
      codes.push(party.code);
    }
    return codes;
  });

/** People who answer as long as it is not `over`; what they were told, and how long they waited for it. */
const crowd = () => {
  const told: Told[] = [];
  const taken: Taken[] = [];
  const tries = { again: 0 };
  const seated = new Map<string, Told[]>();
  let guest = 0;
  let parties: Promise<string[]>;
  const say = async (who: Pick<Told, "party" | "userId">, answer: "going" | "no"): Promise<string> => {
    const press = { command: "rsvp", args: { party: who.party, answer } };
    const line = { id: newId(), chat: CHAT, userId: who.userId, name: `Guest ${who.userId}`, press };
    const from = performance.now();
    // Whoever is told that something is wrong taps again, and may reach another replica.
    for (let i = Number(who.userId); ; i += 1, tries.again += 1) {
      const replied = await (replicas[i % replicas.length] as Replica).ask(line);
      if (!replied.ok) continue;
      taken.push({ from, to: performance.now() });
      return replied.said;
    }
  };
  const client = async (isOver: () => boolean): Promise<void> => {
    while (!isOver()) {
      if (guest % (TOGETHER * GUESTS) === 0) parties = newParties();
      const userId = String((guest += 1));
      const party = (await parties)[guest % TOGETHER] as string;
      const waited = /wait/i.test(await say({ party, userId }, "going"));
      const one: Told = { party, userId, answer: "going", waited };
      told.push(one);
      // Somebody who is in makes room, so that one who waits is let in and told.
      const leaver = waited ? seated.get(party)?.shift() : undefined;
      if (!waited) seated.set(party, [...(seated.get(party) ?? []), one]);
      if (leaver) {
        await say(leaver, "no");
        leaver.answer = "no";
      }
      await rest(PAUSE_MS * Math.random());
    }
  };
  const run = (isOver: () => boolean) => Promise.all(Array.from({ length: CLIENTS }, () => client(isOver)));
  return { run, told, taken, tries };
};

/** Kills the node that serves the most, and lets it come back: now with what it has, now as if its disk were new. */
const killOne = async (run: number): Promise<{ at: number }> => {
  const sessions = await galera.sessions("party");
  const node = sessions.indexOf(Math.max(...sessions));
  const at = performance.now();
  await galera.kill(node);
  await rest(AROUND_MS);
  await galera.restart(node, { bare: run % 10 === 9 });
  return { at };
};

const quantile = (values: readonly number[], share: number): number =>
  Math.round([...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0);

const waitOf = ({ from, to }: Taken): number => to - from;
const spread = (values: readonly number[]) => ({
  requests: values.length,
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
  most: quantile(values, 1),
});

/** What is in the tables, against what people were told. */
const judge = async (told: readonly Told[]): Promise<{ lost: string[]; missed: string[]; twice: string[] }> => {
  const lost: string[] = [];
  const missed: string[] = [];
  for (const party of new Set(told.map((one) => one.party))) {
    await expectSound(store.reads, party);
    const rows = await store.reads.rsvps.list(party, { limit: 1_000 });
    const byName = new Map(rows.map((row) => [row.name, row.answer]));
    for (const one of told.filter((each) => each.party === party)) {
      const is = byName.get(`Guest ${one.userId}`);
      const stands = one.answer === "no" ? is === "declined" : is === "going" || is === "waitlisted";
      if (!stands) lost.push(`${one.userId}: ${one.answer}, and is ${is}`);
      const letIn = one.answer === "going" && one.waited && is === "going";
      if (letIn && !box.shown.has(`@${one.userId}`)) missed.push(one.userId);
    }
  }
  const twice = [...box.shown].filter(([to, titles]) => to.startsWith("@") && to !== "@host" && titles.length > 1);
  return { lost, missed, twice: twice.map(([to, titles]) => `${to}: ${titles.join(", ")}`) };
};

/** Until nothing is due: what was put off while the nodes found each other comes, too. */
const delivered = async (): Promise<void> => {
  for (let left = 400; left > 0; left -= 1) {
    const { due } = await store.outbox.stats(Date.now());
    if (due === 0) return;
    await rest(100);
  }
};

test("nodes are killed and come back: no answer is lost, no place given twice, nobody told twice, and nobody waits long", {
  timeout: 90_000 + KILLS * 60_000,
}, async () => {
  const people = crowd();
  let over = false;
  const running = people.run(() => over);
  while (people.taken.length < WARM) await rest(50);
  const kills: { at: number }[] = [];
  for (let run = 0; run < KILLS; run += 1) kills.push(await killOne(run));
  over = true;
  await running;
  await delivered();
  const { lost, missed, twice } = await judge(people.told);
  const isAround = ({ from, to }: Taken): boolean => kills.some(({ at }) => to > at && from < at + AROUND_MS);
  const waits = people.taken.filter(isAround).map(waitOf);
  const calm = people.taken.filter((one) => !isAround(one)).map(waitOf);
  const faults = await Promise.all(replicas.map((replica) => replica.stop()));
  const letIn = people.told.filter(({ userId, waited }) => waited && box.shown.has(`@${userId}`)).length;
  if (process.env["GALERA_KILLS"])
    console.info({
      kills: KILLS,
      load: loadavg()[0],
      answers: people.taken.length,
      tappedAgain: people.tries.again,
      lost: lost.length,
      letIn,
      missed: missed.length,
      twice: twice.length,
      postedAgainUnderTheirNonce: box.again(),
      aroundKills: spread(waits),
      calm: spread(calm),
      faults,
    });
  expect({ lost, missed, twice }).toEqual({ lost: [], missed: [], twice: [] });
  expect(letIn).toBeGreaterThan(0);
  expect(waits.length).toBeGreaterThan(0);
  // What a kill adds to what an answer takes on this machine now.
  expect(quantile(waits, 0.99)).toBeLessThanOrEqual(3_000 + quantile(calm, 0.99));
});
