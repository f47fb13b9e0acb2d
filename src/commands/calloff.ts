// Commands: a host calls a party off, after a confirmation.
import { choice } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import { define } from "../chat/command.ts";
import { Refusal } from "../domain/refusal.ts";
import { cardNow, demand, partyOf } from "./about-party.ts";

export const calloff = define({
  name: "calloff",
  aliases: ["absagen"],
  about: "Call off a party you host",
  example: "/calloff",
  where: "anywhere",
  writes: true,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title" }),
    sure: choice({ name: "sure", about: "Whether you are sure", values: { yes: ["ja"], no: ["nein"] } }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const { words, seenBy } = ctx;
    await demand(ctx, party.code, "callOff");
    if (party.state === "calledOff") throw new Refusal(words.callOff.already(party.title));
    const say = (title: string, body: string) => ({
      seenBy,
      party: party.code,
      title,
      body: body === "" ? [] : [body],
    });
    if (args.sure === "no") return { kind: "done", view: say(words.callOff.kept(party.title), "") };
    if (args.sure === undefined) {
      const counts = await ctx.tx.rsvps.counts(party.code);
      const answered = counts.going + counts.maybe + counts.waitlisted + counts.requested;
      const press = (sure: string) => ({ command: "calloff", args: { party: party.code, sure } });
      const buttons = [
        [
          { label: words.buttons.reallyCallOff, tone: "stop" as const, press: press("yes") },
          { label: words.buttons.keep, press: press("no") },
        ],
      ];
      return {
        kind: "done",
        view: { ...say(words.callOff.sure(party.title), words.callOff.sureBody(answered)), buttons },
      };
    }
    await ctx.tx.parties.edit(party.code, { state: "calledOff" });
    ctx.record({ kind: "calledOff", party: party.code });
    const card = await cardNow(ctx, party.code);
    return { kind: "done", view: say(words.callOff.done(party.title), words.callOff.doneBody), ...(card && { card }) };
  },
});
