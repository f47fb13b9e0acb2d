// Commands: my parties: those I host, go to, or am invited to; past ones too.
import { choice } from "../chat/args.ts";
import { define } from "../chat/command.ts";
import { disclose } from "../domain/disclosure.ts";
import { LIST_MAX, mineList } from "../views/lists.ts";

export const parties = define({
  name: "parties",
  aliases: ["mine", "list", "partys"],
  about: "Your parties: hosting, going, invited",
  example: "/parties past",
  where: "anywhere",
  writes: false,
  args: {
    which: choice({
      name: "which",
      about: "Coming ones, or past ones",
      values: { upcoming: ["coming", "next"], past: ["old", "vergangene"] },
    }),
  },
  run: async (ctx, args) => {
    const past = args.which === "past";
    const mine = await ctx.tx.parties.mine(ctx.actor.person.id, { past, now: ctx.now, limit: LIST_MAX });
    const codes = mine.map((m) => m.party.code);
    const [facts, standings] = await Promise.all([
      ctx.tx.parties.factsOfMany(codes),
      ctx.tx.parties.standingsOf(ctx.actor.person.id, codes),
    ]);
    const rows = mine.flatMap((m) => {
      const fact = facts.find((f) => f.party.code === m.party.code);
      const role = standings.get(m.party.code)?.role ?? "stranger";
      // In a group, what others can read is what a member of it may know.
      return fact ? [{ seen: disclose(fact, role, ctx.seenBy), role, ...(m.rsvp && { answer: m.rsvp.answer }) }] : [];
    });
    return { kind: "done", view: mineList(rows, past, ctx.seenBy, ctx.words) };
  },
});
