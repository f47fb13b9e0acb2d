// Commands: discoverable parties around a place. Nothing about the one who searches is kept.
import { choice } from "../chat/args.ts";
import { spot } from "../chat/args-time-place.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import type { SeenBy } from "../domain/chat.ts";
import { disclose } from "../domain/disclosure.ts";
import { bandOf } from "../domain/place.ts";
import { may } from "../domain/rights.ts";
import type { NearbyCursor } from "../domain/nearby.ts";
import type { Span } from "../domain/spans.ts";
import { nextWeekend, tonight } from "../domain/spans.ts";
import type { Instant } from "../domain/time.ts";
import { DAY } from "../domain/time.ts";
import type { Spot } from "../places/places.ts";
import type { NearbyRow, Reads } from "../store/types.ts";
import type { NearbyFound, When } from "../views/lists.ts";
import { LIST_MAX, nearbyList } from "../views/lists.ts";

const FURTHER: Record<string, Within> = { "2": "10", "10": "50" };

type Within = "2" | "10" | "50";

/** How far, and on which days: the same for whoever looks again. */
export const within = choice({
  name: "within",
  about: "How far to look, in km",
  values: { "2": ["2km"], "10": ["10km"], "50": ["50km"] },
});

export const when = choice({
  name: "when",
  about: "Tonight, this weekend, or any day",
  values: { any: ["all"], tonight: ["today", "heute"], weekend: ["wochenende"] },
});

export const nearby = define({
  name: "nearby",
  aliases: ["near", "umgebung"],
  about: "Find parties around a place",
  example: "/nearby Berlin",
  where: "anywhere",
  writes: false,
  args: {
    where: spot({ name: "where", about: "A city, an address or a point to look around", required: true }),
    within,
    when,
  },
  run: async (ctx, { where, within, when }) => lookAround(ctx, { where, within, when }),
});

type Looking = {
  where: Spot;
  within?: Within | undefined;
  when?: When | undefined;
  /** Where the list before was left. */
  after?: NearbyCursor | undefined;
};

/** What is found there, and where to look on: more of it, further, or at another time. */
export const lookAround = async <S extends SeenBy>(ctx: Context<S, Reads>, looking: Looking): Promise<Reply<S>> => {
  const { where, within = "10", when = "any", after } = looking;
  const { now, tx, seenBy, words } = ctx;
  const span = spanOf(when, now, where.timeZone ?? ctx.timeZone ?? "UTC");
  const found = await tx.parties.nearby({
    at: where.area,
    km: Number(within),
    from: Math.max(span.from, now),
    to: span.to,
    // One more than are shown tells whether there are more.
    limit: LIST_MAX + 1,
    ...(after && { after }),
  });
  const shown = found.slice(0, LIST_MAX);
  const last = found.length > LIST_MAX ? shown.at(-1) : undefined;
  const further = FURTHER[within];
  const around = {
    label: where.label,
    area: where.area,
    km: Number(within),
    when,
    ...(last && { more: { km: last.km, startsAt: last.party.startsAt, code: last.party.code } }),
    ...(further !== undefined && { further }),
  };
  const view = nearbyList(await asSeen(ctx, shown), around, seenBy, words);
  const said = where.instead ? [words.where.instead[where.instead]] : [];
  return { kind: "done", view: { ...view, body: [...said, ...(view.body ?? [])] } };
};

const spanOf = (when: When, now: Instant, zone: string): Span => {
  if (when === "tonight") return tonight(now, zone);
  return when === "weekend" ? nextWeekend(now, zone) : { from: now, to: now + 366 * DAY };
};

const asSeen = async <S extends SeenBy>(
  { tx, actor, seenBy }: Context<S, Reads>,
  found: readonly NearbyRow[],
): Promise<NearbyFound<S>[]> => {
  const codes = found.map((row) => row.party.code);
  const [facts, standings] = await Promise.all([
    tx.parties.factsOfMany(codes),
    tx.parties.standingsOf(actor.person.id, codes),
  ]);
  return found.flatMap(({ party, km }) => {
    const fact = facts.find((one) => one.party.code === party.code);
    const role = standings.get(party.code)?.role ?? "stranger";
    if (!fact) return [];
    const canAsk = may(role, "ask") && role === "stranger";
    return [{ seen: disclose(fact, role, seenBy), km: bandOf(km, fact.party.place.shown), canAsk }];
  });
};
