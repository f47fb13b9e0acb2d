// Commands: who comes; for hosts also who was invited, asked, waits or declined.
import { integer } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import { define } from "../chat/command.ts";
import { disclose } from "../domain/disclosure.ts";
import { onWayOf } from "../domain/on-way.ts";
import type { Party } from "../domain/party.ts";
import { Refusal } from "../domain/refusal.ts";
import { may } from "../domain/rights.ts";
import type { Answer, Rsvp } from "../domain/rsvp.ts";
import type { Instant } from "../domain/time.ts";
import { guestList } from "../views/guest-list.ts";
import { mayNudge, standingOf } from "./about-party.ts";

const PAGE = 30;
const FOR_GUESTS: readonly Answer[] = ["going", "maybe", "waitlisted"];
const FOR_HOSTS: readonly Answer[] = [...FOR_GUESTS, "requested", "invited", "declined"];

/** When somebody who is on the way is there. */
const arrival = (rsvp: Rsvp, party: Party, now: Instant): { arrives?: Instant } => {
  const onWay = onWayOf(rsvp, party, now);
  return onWay ? { arrives: onWay.until } : {};
};

export const guests = define({
  name: "guests",
  aliases: ["who", "gäste"],
  about: "See who's coming",
  example: "/guests",
  where: "anywhere",
  writes: false,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title" }),
    page: integer({ name: "page", about: "Which page of a long list", min: 1, max: 1_000 }),
  },
  run: async (ctx, args) => {
    const facts = args.party === undefined ? undefined : await ctx.tx.parties.facts(args.party);
    if (!facts) throw new Refusal(ctx.words.trouble.noParty);
    const { code } = facts.party;
    const { role } = await standingOf(ctx, code);
    if (!may(role, "readGuests")) throw new Refusal(ctx.words.guests.hidden);
    // Who declined or was turned away is for hosts, and only where no group reads along.
    const all = may(role, "readAllAnswers") && ctx.seenBy === "person";
    const answers = all ? FOR_HOSTS : FOR_GUESTS;
    const page = typeof args.page === "number" ? args.page : 1;
    const total = answers.reduce((sum, answer) => sum + facts.counts[answer], 0);
    const rows = await ctx.tx.rsvps.list(code, { answers, limit: PAGE, offset: (page - 1) * PAGE });
    const list = {
      rows: all ? rows.map((row) => ({ ...row, ...arrival(row, facts.party, ctx.now) })) : rows,
      page,
      pages: Math.max(1, Math.ceil(total / PAGE)),
    };
    const rights = { admit: all && may(role, "admit"), nudge: all && mayNudge(facts, role, ctx.now) };
    return { kind: "done", view: guestList(disclose(facts, role, ctx.seenBy), list, rights, ctx.words) };
  },
});
