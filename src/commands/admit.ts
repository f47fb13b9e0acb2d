// Commands: a host answers somebody who asked to join.
import { choice, text } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import { define } from "../chat/command.ts";
import { Refusal } from "../domain/refusal.ts";
import { demand, partyOf } from "./about-party.ts";

export const admit = define({
  name: "admit",
  aliases: ["letin"],
  about: "Answer somebody who asked to join",
  example: "/guests",
  where: "anywhere",
  hidden: true,
  writes: true,
  args: {
    party: partyArg({ about: "Which party" }),
    person: text({ name: "person", about: "Who asked", max: 40, kind: "short", required: true }),
    answer: choice({ name: "answer", about: "Let in, or not", required: true, values: { yes: ["ja"], no: ["nein"] } }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const { words, seenBy } = ctx;
    await demand(ctx, party.code, "admit");
    if (party.state === "calledOff") throw new Refusal(words.rsvp.calledOff(party.title));
    const personId = args.person;
    const person = await ctx.tx.people.hold(personId);
    const asked = await ctx.tx.rsvps.get(party.code, personId);
    if (asked?.answer !== "requested" || asked.admitted === "no" || !person) throw new Refusal(words.admit.nobody);
    const yes = args.answer === "yes";
    const outcome = await ctx.tx.rsvps.answer({
      party: party.code,
      personId,
      answer: yes ? "going" : "declined",
      admitted: args.answer,
      now: ctx.now,
    });
    if (outcome.kind === "moreThanMax") throw new Refusal(words.rsvp.moreThanMax(outcome.max));
    ctx.record({ kind: "answered", party: party.code, personId });
    ctx.record({ kind: yes ? "admitted" : "turnedAway", party: party.code, personId });
    const waits = outcome.kind === "set" && outcome.after.answer === "waitlisted";
    const title = yes
      ? waits
        ? words.admit.waitlisted(person.name)
        : words.admit.letIn(person.name)
      : words.admit.turnedAway(person.name);
    return { kind: "done", view: { seenBy, party: party.code, title } };
  },
});
