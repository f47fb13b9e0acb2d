// Tests: one round of the kills: a party is told to a crowd, a replica dies over it, and another one goes on.
import { setTimeout as rest } from "node:timers/promises";
import type { Point } from "../../src/delivery/points.ts";
import { MINUTE, SECOND } from "../../src/domain/time.ts";
import { TERM } from "../../src/delivery/tenure.ts";
import { describe, type Fellow, type Hosted, move, type Room } from "./crowd.ts";
import type { Child } from "./kills-replicas.ts";
import type { Row, Stage } from "./kills-stage.ts";

export type Town = {
  host: Fellow;
  rooms: readonly Room[];
  guests: readonly Fellow[];
  /** Nothing gets through to these. */
  shut: readonly Fellow[];
};

export type Round = { stage: Stage; town: Town; title: string; point: Point; nth: number; outage: boolean };

export type Told = {
  /** Milliseconds from the kill to the delivery of each note that was due by then. */
  after: number[];
  /** Messages that Telegram had taken when the replica died, without anybody having written so down. */
  doubts: number;
};

const BOTH = ["telegram", "discord"] as const;

/** Two groups, and as many guests, on each platform. */
export const townOf = async ({ crowd }: Stage, guests: number): Promise<Town> => {
  const each = async <T>(some: (platform: Fellow["platform"]) => Promise<T[]>): Promise<T[]> =>
    (await Promise.all(BOTH.map(some))).flat();
  const names = (count: number, what: string) => Array.from({ length: count }, (_, at) => `${what} ${at}`);
  const [host] = await crowd.fellows("telegram", ["Ada"]);
  const shut = await each((platform) => crowd.fellows(platform, [`Shut on ${platform}`]));
  for (const one of shut) one.closes();
  if (!host) throw new Error("no host");
  return {
    host,
    shut,
    rooms: await each((platform) => crowd.rooms(platform, ["kitchen"])),
    guests: await each((platform) => crowd.fellows(platform, names(guests, "Guest"))),
  };
};

/** What each chat is to read of the party. */
export const expected = ({ town, title }: Pick<Round, "town" | "title">): [address: string, line: string][] => [
  ...town.rooms.map((room): [string, string] => [room.address, title]),
  ...[...town.rooms, ...town.guests].map((one): [string, string] => [one.address, `Changed: ${title}`]),
];

/** How the host may read that nothing gets through to the shut: of both at once, or of each. */
const unreachedLines = ({ town, title }: Pick<Round, "town" | "title">): string[] => [
  `${town.shut.length} guests could not be reached about ${title}`,
  ...town.shut.map((one) => `${one.name} could not be reached about ${title}`),
];

/** Of how many the host has not read so. */
export const unheard = ({ stage, town, title }: Round): number => {
  const [both = "", ...each] = unreachedLines({ town, title });
  const read = (line: string): boolean => stage.ledger.ids(town.host.address, line).length > 0;
  return read(both) ? 0 : each.filter((line) => !read(line)).length;
};

/** Replicas that run at any time: the one that dies, and one that goes on. */
const RUNNING = 2;

/** Undefined where nobody was killed. */
export const killOnce = async (round: Round): Promise<Told | undefined> => {
  const { stage, town, title, point, nth, outage } = round;
  const { replicas } = stage;
  const [victim] = await replicas.ready(RUNNING);
  if (!victim) throw new Error("no replica");
  // Nobody has the right to send any more.
  await replicas.skip(TERM + SECOND);
  const party = await stage.crowd.host({
    title,
    host: town.host,
    rooms: town.rooms,
    going: [...town.guests, ...town.shut],
  });
  await move(stage.store, party.code, "Neukölln, Berlin", replicas.now());
  stage.tooFast([town.rooms[0]?.address ?? "", town.guests.at(-1)?.address ?? ""]);
  victim.order({ die: point, nth });
  victim.order({ wake: true });
  if (!(await dead(victim, round, party.code))) {
    victim.order({ die: point, nth: Number.MAX_SAFE_INTEGER });
    return undefined;
  }
  const killedAt = replicas.now();
  if (outage) await replicas.killAll();
  while (stage.busy()) await rest(1);
  const left = (await stage.notes([party.code], killedAt)).filter(isOpen);
  const doubts = left.filter((row) => inDoubt(round, party, row)).length;
  if (outage) {
    await replicas.skip(OUTAGE);
    await replicas.ready(RUNNING);
  }
  await settled(stage, party.code);
  const rows = new Map((await stage.notes([party.code], replicas.now())).map((row) => [row.id, row]));
  const after = left.map(({ id }) => (rows.get(id)?.finished_at ?? Number.POSITIVE_INFINITY) - killedAt);
  await describe(stage.store, party.code, "Bring a jumper", replicas.now());
  return { after: outage ? [] : after, doubts };
};

/** Longer than Discord knows a nonce. */
const OUTAGE = 10 * MINUTE;

const isOpen = ({ state }: Row): boolean => state === "pending" || state === "leased";

/** Whether the replica died where it was to; false where another one was quicker, and has told everybody. */
const dead = async (victim: Child, { stage, point, nth }: Round, code: string): Promise<boolean> => {
  for (const latest = performance.now() + PATIENCE; performance.now() < latest; ) {
    const over = await Promise.race([victim.over.then(() => true), rest(LOOK, false)]);
    if (over) return true;
    if (!(await stage.notes([code], stage.replicas.now())).some(isOpen)) return false;
  }
  throw new Error(`never came to ${point} ${nth}`);
};

/** In real milliseconds. */
const LOOK = 100;
const PATIENCE = 30 * SECOND;

/** Whether Telegram has a message of this note that no row knows. */
const inDoubt = ({ stage, town, title }: Round, { cards }: Hosted, row: Row): boolean => {
  if (row.state !== "leased") return false;
  const taken = (address: string | undefined, line: string): boolean =>
    address !== undefined && stage.ledger.ids(address, line).length > 0;
  const onTelegram = [...town.rooms, ...town.guests].filter(({ platform }) => platform === "telegram");
  if (row.kind === "card") {
    const room = cards.get(row.target_id);
    return room?.platform === "telegram" && taken(room.address, title);
  }
  if (row.kind === "moved")
    return taken(
      onTelegram.find((one) => ("key" in one ? one.key : one.id) === row.target_id)?.address,
      `Changed: ${title}`,
    );
  return row.kind === "unreached" && unreachedLines({ town, title }).some((line) => taken(town.host.address, line));
};

/** What a step of the time is, while nobody has anything in hand: finer than what is measured, and no more steps than need be. */
const STEP = SECOND / 2;
/** In the replicas' time. */
const LONGEST = 5 * MINUTE;

/** Lets time pass until nothing of the party is open. */
const settled = async (stage: Stage, code: string): Promise<void> => {
  const { replicas } = stage;
  const from = replicas.now();
  for (;;) {
    const rows = (await stage.notes([code], replicas.now())).filter(isOpen);
    if (rows.length === 0) return;
    if (replicas.now() - from > LONGEST)
      throw new Error(`left: ${rows.map(({ kind, state }) => `${kind} ${state}`).join()}`);
    const owners = replicas.owners();
    const inHand = rows.some(({ state, lease_owner }) => state === "leased" && owners.has(lease_owner ?? ""));
    if (!inHand && !stage.busy()) await replicas.skip(STEP);
    await rest(BREATH);
  }
};

/** For what a replica does when a timer of its own rings. In real milliseconds. */
const BREATH = 4;
