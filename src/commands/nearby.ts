// Commands: discoverable parties around a place. Nothing about the one who searches is kept.
import { choice } from "../chat/args.ts";
import { spot } from "../chat/args-time-place.ts";
import { define } from "../chat/command.ts";
import { disclose } from "../domain/disclosure.ts";
import { bandOf } from "../domain/place.ts";
import { may } from "../domain/rights.ts";
import { DAY } from "../domain/time.ts";
import { nextWeekend, tonight } from "../domain/spans.ts";
import { LIST_MAX, nearbyList } from "../views/lists.ts";

const FURTHER: Record<string, number> = { "2": 10, "10": 50 };

export const nearby = define({
  name: "nearby",
  aliases: ["near", "umgebung"],
  about: "Find parties around a place",
  example: "/nearby Berlin",
  where: "anywhere",
  writes: false,
  args: {
    where: spot({ name: "where", about: "A city, an address or a point to look around", required: true }),
    within: choice({
      name: "within",
      about: "How far to look, in km",
      values: { "2": ["2km"], "10": ["10km"], "50": ["50km"] },
    }),
    when: choice({
      name: "when",
      about: "Tonight, this weekend, or any day",
      values: { any: ["all"], tonight: ["today", "heute"], weekend: ["wochenende"] },
    }),
  },
  run: async (ctx, args) => {
    const within = args.within ?? "10";
    const zone = args.where.timeZone ?? ctx.timeZone ?? "UTC";
    const { now } = ctx;
    const span =
      args.when === "tonight"
        ? tonight(now, zone)
        : args.when === "weekend"
          ? nextWeekend(now, zone)
          : { from: now, to: now + 366 * DAY };
    const found = await ctx.tx.parties.nearby({
      at: args.where.area,
      km: Number(within),
      from: Math.max(span.from, now),
      to: span.to,
      limit: LIST_MAX,
    });
    const codes = found.map((row) => row.party.code);
    const [facts, standings] = await Promise.all([
      ctx.tx.parties.factsOfMany(codes),
      ctx.tx.parties.standingsOf(ctx.actor.person.id, codes),
    ]);
    const rows = found.flatMap(({ party, km }) => {
      const fact = facts.find((f) => f.party.code === party.code);
      const role = standings.get(party.code)?.role ?? "stranger";
      return fact
        ? [{ seen: disclose(fact, role, ctx.seenBy), km: bandOf(km), canAsk: may(role, "ask") && role === "stranger" }]
        : [];
    });
    const further = FURTHER[within];
    const around = {
      label: args.where.label,
      area: args.where.area,
      km: Number(within),
      ...(further !== undefined && { further }),
    };
    return { kind: "done", view: nearbyList(rows, around, ctx.seenBy, ctx.words) };
  },
});
