// Commands: a host sets when a party reminds; a guest says whether it reminds them.
import { choice } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import { offsets } from "../chat/args-reminders.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Party } from "../domain/party.ts";
import { isOver } from "../domain/party.ts";
import { Refusal } from "../domain/refusal.ts";
import { type Audience, withTimes } from "../domain/reminders.ts";
import { may } from "../domain/rights.ts";
import { MINUTE } from "../domain/time.ts";
import { mineView, timesView } from "../views/reminders.ts";
import { demand, mayNudge, partyOf, standingOf } from "./about-party.ts";

export const remind = define({
  name: "remind",
  aliases: ["reminders", "erinnern"],
  about: "When your party reminds, or whether it reminds you",
  example: "/remind 1 day, 90 min",
  where: "anywhere",
  writes: true,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title" }),
    times: offsets({ name: "times", about: "How long before the start: “24h 2h”, “1 day, 90 min”, “off”, “usual”" }),
    to: choice({
      name: "to",
      about: "Whom: the group, guests, or those who haven't answered; else group and guests",
      values: { group: ["gruppe"], guests: ["gäste"], unanswered: ["open", "invited", "offen"] },
    }),
    me: choice({
      name: "me",
      about: "Whether I remind you of this party",
      values: { on: ["yes", "an", "ja"], off: ["no", "aus", "nein"] },
    }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const { words } = ctx;
    if (party.state === "calledOff") throw new Refusal(words.rsvp.calledOff(party.title));
    if (isOver(party, ctx.now)) throw new Refusal(words.rsvp.over(party.title));
    const { role, rsvp } = await standingOf(ctx, party.code);
    if (args.me !== undefined || (args.times === undefined && !may(role, "remind"))) {
      if (!rsvp) throw new Refusal(words.reminding.notAGuest);
      return { kind: "done", view: await mine(ctx, party, rsvp.muted === true, args.me) };
    }
    await demand(ctx, party.code, "remind");
    const lead = args.times === undefined ? [] : await set(ctx, party, args.times, args.to);
    return { kind: "done", view: await standing(ctx, party.code, role, lead) };
  },
});

/** Writes the times; says what of them comes too late for this party. */
const set = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  times: readonly number[] | "usual",
  to: Audience | undefined,
): Promise<string[]> => {
  const reminders = withTimes(party.reminders, to === undefined ? ["group", "guests"] : [to], times);
  await ctx.tx.parties.edit(party.code, { reminders });
  ctx.record({ kind: "timesSet", party: party.code });
  const late = times === "usual" ? [] : times.filter((minutes) => party.startsAt - minutes * MINUTE <= ctx.now);
  const { reminding } = ctx.words;
  return [reminding.saved, ...(late.length > 0 ? [reminding.tooLate(late)] : [])];
};

/** How it stands. How many have not answered is for hosts alone. */
const standing = async <S extends SeenBy>(
  ctx: Context<S>,
  code: Party["code"],
  role: Parameters<typeof mayNudge>[1],
  lead: readonly string[],
): Promise<View<S>> => {
  const facts = await ctx.tx.parties.facts(code);
  if (!facts) throw new Refusal(ctx.words.trouble.noParty);
  const { party, counts } = facts;
  const alone = ctx.seenBy === "person";
  const open = alone && may(role, "readAllAnswers") && { open: counts.invited };
  const nudge = alone && mayNudge(facts, role, ctx.now);
  return timesView({ party, seenBy: ctx.seenBy, lead, ...open, mayNudge: nudge }, ctx.words);
};

const mine = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  muted: boolean,
  wish: "on" | "off" | undefined,
): Promise<View<S>> => {
  const { seenBy, words, actor } = ctx;
  if (wish === undefined) return mineView({ party, muted, saved: false, seenBy }, words);
  await ctx.tx.rsvps.mute(party.code, actor.person.id, wish === "off");
  ctx.record({ kind: "muted", party: party.code, personId: actor.person.id });
  return mineView({ party, muted: wish === "off", saved: true, seenBy }, words);
};
