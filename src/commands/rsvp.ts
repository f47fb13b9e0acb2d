// Commands: a guest answers, changes the answer, or takes it back.
import { amount, choice, text } from "../chat/args.ts";
import type { Amount } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import type { Button } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Party } from "../domain/party.ts";
import { isOver, PLUS_MAX } from "../domain/party.ts";
import { Refusal } from "../domain/refusal.ts";
import type { Standing } from "../domain/rights.ts";
import { may } from "../domain/rights.ts";
import type { Answer, AnswerOutcome, Rsvp } from "../domain/rsvp.ts";
import { cardNow, noticed, partyOf, showTo, standingOf } from "./about-party.ts";

export const rsvp = define({
  name: "rsvp",
  aliases: ["answer", "join"],
  about: "Say whether you come, and with how many",
  example: "/rsvp going 1",
  where: "anywhere",
  writes: true,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title" }),
    answer: choice({
      name: "answer",
      about: "Whether you come",
      required: true,
      values: {
        going: ["yes", "in", "ja", "dabei", "yep", "coming"],
        maybe: ["vielleicht", "perhaps", "?"],
        no: ["can't", "cant", "declined", "nein", "out", "nope"],
        withdraw: ["leave", "undo", "zurück", "zurueck"],
      },
    }),
    plus: amount({ name: "plus", about: "How many extra guests you bring: “2”, “+1”, “-1”", max: PLUS_MAX }),
    invitation: text({
      name: "invitation",
      about: "The token of an invitation link",
      max: 64,
      kind: "short",
      secret: true,
      hidden: true,
    }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const { words } = ctx;
    if (party.state === "calledOff") throw new Refusal(words.rsvp.calledOff(party.title));
    if (isOver(party, ctx.now)) throw new Refusal(words.rsvp.over(party.title));
    const standing = await invited(ctx, party, await standingOf(ctx, party.code), args.invitation);
    if (standing.role === "host" || standing.role === "cohost") throw new Refusal(words.rsvp.hosting);
    if (standing.role === "turnedAway") throw new Refusal(words.rsvp.turnedAway);
    if (args.answer === "withdraw") return withdraw(ctx, party);
    const plus = plusOf(args.plus, standing.rsvp);
    if (plus !== undefined && plus > party.plusMax) throw new Refusal(words.rsvp.plusLimit(party.plusMax));
    const wanted = WANTED[args.answer];
    const letIn = wanted === "declined" ? standing.rsvp?.admitted === "yes" : isLetIn(party, standing);
    const outcome = await ctx.tx.rsvps.answer({
      party: party.code,
      personId: ctx.actor.person.id,
      answer: wanted === "declined" || letIn ? wanted : "requested",
      ...(plus !== undefined && { plus }),
      ...(letIn && { admitted: "yes" as const }),
      now: ctx.now,
    });
    return answered(ctx, party, outcome);
  },
});

const WANTED = { going: "going", maybe: "maybe", no: "declined" } as const;

/** Whether this person is in at once: let in before, or free to answer where the host does not approve each guest. */
const isLetIn = (party: Party, standing: Standing): boolean => {
  if (standing.rsvp?.admitted === "yes") return true;
  if (party.approval) return false;
  return may(standing.role, "answer") || party.findable === "nearby";
};

/** The holder of an invitation link stands as if invited. */
const invited = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  standing: Standing,
  token: string | undefined,
): Promise<Standing> => {
  if (token === undefined) return standing;
  const invitation = await ctx.tx.invitations.byTokenHash(ctx.fresh.hash(token));
  if (invitation?.party !== party.code) throw new Refusal(ctx.words.rsvp.badInvitation);
  return standing.role === "stranger" || standing.role === "requested" ? { ...standing, role: "invited" } : standing;
};

const plusOf = (amount: Amount | undefined, before: Rsvp | undefined): number | undefined => {
  if (amount === undefined) return undefined;
  return Math.max(0, "set" in amount ? amount.set : (before?.plus ?? 0) + amount.add);
};

const withdraw = async <S extends SeenBy>(ctx: Context<S>, party: Party): Promise<Reply<S>> => {
  const { before, promoted } = await ctx.tx.rsvps.withdraw(party.code, ctx.actor.person.id, ctx.now);
  if (!before) throw new Refusal(ctx.words.rsvp.nothingToWithdraw);
  recordAnswer(ctx, party, promoted);
  return pressed(ctx, party, ctx.words.rsvp.withdrawn(party.title));
};

const recordAnswer = <S extends SeenBy>(ctx: Context<S>, party: Party, promoted: readonly Rsvp[]): void => {
  ctx.record({ kind: "answered", party: party.code, personId: ctx.actor.person.id });
  for (const next of promoted) ctx.record({ kind: "promoted", party: party.code, personId: next.personId });
};

const answered = async <S extends SeenBy>(ctx: Context<S>, party: Party, outcome: AnswerOutcome): Promise<Reply<S>> => {
  const { words } = ctx;
  if (outcome.kind === "moreThanMax") throw new Refusal(words.rsvp.moreThanMax(outcome.max));
  if (outcome.kind === "plusDoesNotFit") throw new Refusal(words.rsvp.plusDoesNotFit(outcome.free));
  if (outcome.kind === "set") {
    recordAnswer(ctx, party, outcome.promoted);
    const asksAnew = outcome.after.answer === "requested" && outcome.before?.answer !== "requested";
    if (asksAnew) ctx.record({ kind: "asked", party: party.code, personId: ctx.actor.person.id });
  }
  const said = SAID[outcome.after.answer](ctx, party.title, outcome.after.plus, outcome.waiting ?? 1);
  return pressed(ctx, party, said, await furtherButtons(ctx, party, outcome));
};

type Say = (ctx: Pick<Context, "words" | "chat">, title: string, plus: number, waiting: number) => string;
const SAID: Record<Answer, Say> = {
  going: ({ words }, title, plus) => (plus > 0 ? words.rsvp.goingPlus(title, plus) : words.rsvp.going(title)),
  maybe: ({ words }, title) => words.rsvp.maybe(title),
  declined: ({ words }, title) => words.rsvp.declined(title),
  waitlisted: (ctx, title, _plus, waiting) =>
    isOnPage(ctx) ? ctx.words.rsvp.waitlistedOnPage(title, waiting) : ctx.words.rsvp.waitlisted(title, waiting),
  requested: (ctx, title) => (isOnPage(ctx) ? ctx.words.rsvp.requestedOnPage(title) : ctx.words.rsvp.requested(title)),
  invited: ({ words }, title) => words.rsvp.withdrawn(title),
};

/** On a page nothing can be told later to who has closed it, so nothing is promised. */
const isOnPage = ({ chat: { ref } }: Pick<Context, "chat">): boolean =>
  ref.platform === "web" && ref.reach === "answer";

/** What helps next: the calendar for who is coming, and coming with fewer for the head of the queue that does not fit. */
const furtherButtons = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  outcome: AnswerOutcome,
): Promise<Button[]> => {
  if (outcome.kind !== "set" && outcome.kind !== "same") return [];
  const { answer, plus } = outcome.after;
  const free = party.max === undefined ? Number.POSITIVE_INFINITY : party.max - party.going;
  if (answer === "waitlisted" && outcome.waiting === 1 && free >= 1 && plus > 0) {
    const fewer = `${Math.min(plus, free) - 1}`;
    const press = { command: "rsvp", args: { party: party.code, answer: "going", plus: fewer } };
    return [{ label: ctx.words.buttons.comeWithFewer(Number(fewer)), tone: "go", press }];
  }
  if ((answer !== "going" && answer !== "maybe") || ctx.seenBy !== "person" || outcome.kind === "same") return [];
  const { token, hash } = ctx.fresh.token();
  await ctx.tx.calendars.add({ tokenHash: hash, party: party.code, personId: ctx.actor.person.id, createdAt: ctx.now });
  return [{ label: ctx.words.buttons.calendar, open: ctx.links.calendar(token) }];
};

/** The answer to a press: a short notice, the party as the guest may know it now, and the card as it is now. */
const pressed = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  words: string,
  first: Button[] = [],
): Promise<Reply<S>> => {
  const [view, card] = await Promise.all([showTo(ctx, party.code, { title: words, first }), cardNow(ctx, party.code)]);
  return { kind: "done", view, ...noticed(ctx.seenBy, [...words].slice(0, 200).join("")), ...(card && { card }) };
};
