// Commands: a host asks those who were invited and have not answered, once for each party.
import { party as partyArg } from "../chat/args-party.ts";
import { define } from "../chat/command.ts";
import { Refusal } from "../domain/refusal.ts";
import { formatWhen } from "../domain/when.ts";
import { demand, partyOf } from "./about-party.ts";

export const nudge = define({
  name: "nudge",
  aliases: ["anstupsen"],
  about: "Ask those who haven't answered, once",
  example: "/nudge",
  where: "anywhere",
  writes: true,
  args: { party: partyArg({ about: "Which party: its code, or words of its title" }) },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const { words, now, tx } = ctx;
    await demand(ctx, party.code, "remind");
    if (party.state === "calledOff") throw new Refusal(words.rsvp.calledOff(party.title));
    if (party.startsAt <= now) throw new Refusal(words.reminding.tooLateToNudge(party.title));
    const refused = (at: number): Refusal =>
      new Refusal(words.reminding.nudgedAlready(formatWhen(at, ctx.timeZone ?? party.timeZone, ctx.locale)));
    if (party.nudgedAt !== undefined) throw refused(party.nudgedAt);
    if ((await tx.rsvps.counts(party.code)).invited === 0) throw new Refusal(words.reminding.nobodyToNudge);
    // Another host may have been faster by the blink of an eye.
    if (!(await tx.parties.nudge(party.code, now))) throw refused(now);
    ctx.record({ kind: "nudged", party: party.code, by: ctx.actor.person.id });
    const { nudgeDone, nudgeDoneBody } = words.reminding;
    return {
      kind: "done",
      view: { seenBy: ctx.seenBy, party: party.code, title: nudgeDone, body: [nudgeDoneBody] },
    };
  },
});
