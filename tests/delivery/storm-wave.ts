// Tests: one wave of the storm: a party moves, and each of those who are to be told of it meets one fault.
import { setTimeout as rest } from "node:timers/promises";
import type { Store } from "../../src/store/types.ts";
import type { Crowd, Fellow, Room } from "./crowd.ts";
import { move } from "./crowd.ts";
import type { Ledger } from "./ledger.ts";
import type { Kind } from "./storm-kinds.ts";
import type { Weather } from "./storm-weather.ts";

export type Storm = {
  store: Store;
  crowd: Crowd;
  ledger: Ledger;
  weather: Weather;
  now(): number;
  /** Sends until nothing of these parties is open, letting the time pass that nobody does anything in. */
  settled(code: string): Promise<void>;
  /** The notes of a party that were dropped, as the kinds of those they were for. */
  dropped(code: string): Promise<{ kind: string; why: string }[]>;
};

type Met = { kind: Kind; to: Fellow | Room };

export type Judged = { faults: number; wrong: string[]; doubts: number; repeats: Record<Kind["platform"], number> };

/** Everybody's fault comes once, unless they are given up by it. */
export const wave = async (storm: Storm, title: string, kinds: readonly Kind[]): Promise<Judged> => {
  const { store, crowd, weather } = storm;
  const [host] = await crowd.fellows("telegram", [`Host of ${title}`]);
  if (!host) throw new Error("no host");
  const met = await metBy(crowd, title, kinds);
  const rooms = met.flatMap(({ to }) => ("key" in to ? [to] : []));
  const going = met.flatMap(({ to }) => ("key" in to ? [] : [to]));
  const { code } = await crowd.host({ title, host, rooms, going });
  await storm.settled(code);
  for (const { kind, to } of met) weather.brew(to, kind);
  await move(store, code, "Neukölln, Berlin", storm.now());
  await storm.settled(code);
  return judged(storm, { title, code, host, met });
};

const metBy = async (crowd: Crowd, title: string, kinds: readonly Kind[]): Promise<Met[]> => {
  const met: Met[] = [];
  for (const platform of ["telegram", "discord"] as const) {
    const own = kinds.filter((kind) => kind.platform === platform);
    const [people, groups] = [own.filter(({ on }) => on === "person"), own.filter(({ on }) => on !== "person")];
    const names = people.map((_, at) => `${platform} guest ${at} of ${title}`);
    const fellows = await crowd.fellows(platform, names);
    const rooms = await crowd.rooms(
      platform,
      groups.map((_, at) => `Group ${at} of ${title}`),
    );
    for (const [at, to] of fellows.entries()) met.push({ kind: people[at] as Kind, to });
    for (const [at, to] of rooms.entries()) met.push({ kind: groups[at] as Kind, to });
  }
  return met;
};

type Over = { title: string; code: string; host: Fellow; met: readonly Met[] };

const judged = async (storm: Storm, over: Over): Promise<Judged> => {
  const { title, code, met } = over;
  const { ledger, weather } = storm;
  const result: Judged = { faults: 0, wrong: [], doubts: 0, repeats: { telegram: 0, discord: 0 } };
  for (const one of met) {
    const { kind, to } = one;
    const wrong = (what: string): void => void result.wrong.push(`${kind.name}: ${what}`);
    if (weather.came(to)) result.faults += 1;
    else wrong("never came");
    const told = ledger.ids(to.address, `Changed: ${title}`).length;
    const cards = ledger.ids(to.address, title).length;
    if (kind.dead) for (const what of await alive(storm, over, one)) wrong(what);
    else if (told === 0) wrong("not told");
    if ("key" in to && cards === 0) wrong("no card");
    result.repeats[kind.platform] += Math.max(0, told - 1) + Math.max(0, cards - (kind.anew ? 2 : 1));
    if (kind.ambiguous && kind.platform === "telegram") result.doubts += 1;
  }
  const shut = met.filter(({ kind, to }) => kind.dead && !("key" in to)).length;
  const heard = heardOf(storm, over);
  if (heard !== shut) result.wrong.push(`the host heard of ${heard} of ${shut} who cannot be reached`);
  const cards = await storm.store.reads.cards.of(code);
  const version = (await storm.store.reads.parties.get(code))?.version;
  const dead = new Set(met.filter(({ kind }) => kind.dead).map(({ to }) => ("key" in to ? to.key : to.id)));
  const old = cards.filter((card) => !dead.has(card.chat) && card.shownVersion !== version);
  if (old.length > 0) result.wrong.push(`${old.length} cards show what was`);
  const expected = met.filter(({ kind }) => kind.dead).length;
  const dropped = await storm.dropped(code);
  // Of a group that is gone its card is dropped too.
  if (dropped.filter(({ kind }) => kind === "moved").length !== expected)
    result.wrong.push(`dropped: ${dropped.map(({ kind, why }) => `${kind} ${why}`).join(", ")}`);
  return result;
};

/** Of how many the host has read that nothing gets through to them. */
const heardOf = ({ ledger }: Storm, { title, host }: Over): number => {
  const about = ` could not be reached about ${title}`;
  const lines = ledger.titles(host.address).filter((line) => line.endsWith(about));
  return lines.reduce((sum, line) => sum + Number(/^(\d+) guests/.exec(line)?.[1] ?? 1), 0);
};

/** What is wrong with how somebody was given up: a group is known to be gone. */
const alive = async ({ store, ledger }: Storm, { title }: Over, { to }: Met): Promise<string[]> => {
  if (ledger.ids(to.address, `Changed: ${title}`).length > 0) return ["told all the same"];
  if (!("key" in to)) return [];
  const [chat] = await store.reads.chats.byKeys([to.key]);
  return chat?.gone === true ? [] : ["not known to be gone"];
};

/** Lets what is on its way go on. In real milliseconds. */
export const breath = (): Promise<void> => rest(20);
