// Commands: what several commands do with a party: find it, learn the actor's standing, show it to the actor.
import type { Context } from "../chat/command.ts";
import type { View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import { disclose, type PartyFacts } from "../domain/disclosure.ts";
import type { CardId } from "../domain/note.ts";
import { isTheDay } from "../domain/on-way.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import { Refusal } from "../domain/refusal.ts";
import type { Action, Role, Standing } from "../domain/rights.ts";
import { may } from "../domain/rights.ts";
import type { Instant } from "../domain/time.ts";
import type { Reads } from "../store/types.ts";
import type { CardView } from "../views/party-card.ts";
import { partyCard } from "../views/party-card.ts";
import type { PartyDetails } from "../views/party-details.ts";
import { partyDetails } from "../views/party-details.ts";
import { comingTo } from "./about-day.ts";

type Asking<S extends SeenBy> = Pick<Context<S, Reads>, "actor" | "chat" | "tx" | "words">;

/** The party of that code; a Refusal when there is none. */
export const partyOf = async <S extends SeenBy>(
  ctx: Pick<Asking<S>, "tx" | "words">,
  code: PartyCode | undefined,
): Promise<Party> => {
  const party = code === undefined ? undefined : await ctx.tx.parties.get(code);
  if (!party) throw new Refusal(ctx.words.trouble.noParty);
  return party;
};

/** The actor's standing: a stranger in a chat that holds the card is a member. */
export const standingOf = async <S extends SeenBy>(ctx: Asking<S>, code: PartyCode): Promise<Standing> => {
  const { person } = ctx.actor;
  const standing = (await ctx.tx.parties.standings(code, [person.id])).get(person.id) ?? { role: "stranger" };
  if (standing.role !== "stranger") return standing;
  const card = ctx.chat.ref.kind === "group" ? await ctx.tx.cards.inChat(ctx.chat.key, code) : undefined;
  return card ? { ...standing, role: "member" } : standing;
};

/** The one authority check: the standing, or a Refusal when the role may not. */
export const demand = async <S extends SeenBy>(ctx: Asking<S>, code: PartyCode, action: Action): Promise<Standing> => {
  const standing = await standingOf(ctx, code);
  if (!may(standing.role, action)) throw new Refusal(ctx.words.trouble.notAllowed);
  return standing;
};

/** Whether there is anybody whom this role may still nudge: once for a party, before it starts. */
export const mayNudge = ({ party, counts }: Pick<PartyFacts, "party" | "counts">, role: Role, now: Instant): boolean =>
  may(role, "remind") &&
  party.state === "on" &&
  party.startsAt > now &&
  party.nudgedAt === undefined &&
  counts.invited > 0;

type Extra<S extends SeenBy> = Pick<PartyDetails<S>, "lead" | "title" | "first">;

/** The party in full, as the actor may know it where this answer is read. */
export const showTo = async <S extends SeenBy>(
  ctx: Context<S, Reads>,
  code: PartyCode,
  extra: Extra<S> = {},
): Promise<View<S>> => {
  const [facts, standing] = await Promise.all([ctx.tx.parties.facts(code), standingOf(ctx, code)]);
  if (!facts) throw new Refusal(ctx.words.trouble.noParty);
  const seen = disclose(facts, standing.role, ctx.seenBy);
  const onWay = await onTheWay(ctx, facts.party, standing);
  return partyDetails({
    ...extra,
    ...(onWay && { onWay }),
    seen,
    standing,
    words: ctx.words,
    locale: ctx.locale,
    links: ctx.links,
  });
};

/** On the day, where one person reads: for hosts who is on the way, for a guest who is going the button that says so. */
const onTheWay = async <S extends SeenBy>(
  ctx: Context<S, Reads>,
  party: Party,
  { role }: Standing,
): Promise<PartyDetails<S>["onWay"]> => {
  if (ctx.seenBy === "group" || party.state !== "on" || !isTheDay(party, ctx.now)) return undefined;
  if (role === "going") return { offer: true, coming: [] };
  if (!may(role, "readAllAnswers")) return undefined;
  return { offer: false, coming: await comingTo(ctx.tx, party, ctx.now) };
};

/** The card as it is now, for the adapter to show in place of the pressed one. */
export const cardNow = async <S extends SeenBy>(
  ctx: Context<S, Reads>,
  code: PartyCode,
): Promise<CardView | undefined> => {
  const card: { id: CardId } | undefined = await ctx.tx.cards.inChat(ctx.chat.key, code);
  const facts = card && (await ctx.tx.parties.facts(code));
  return card && facts && partyCard(disclose(facts, "member", "group"), card.id, ctx.words, ctx.locale, ctx.links);
};

/** Puts the party's card into this group, once; its note goes out after the commit. False where the answer itself must be the card. */
export const postCard = async <S extends SeenBy>(ctx: Context<S>, party: Party): Promise<boolean> => {
  const { ref, key } = ctx.chat;
  if (ref.kind !== "group") return false;
  if (!(await ctx.tx.cards.inChat(key, party.code))) {
    const card = ctx.fresh.id();
    await ctx.tx.cards.add({ id: card, party: party.code, chat: key }, ctx.now);
    if (ref.reach === "post") ctx.record({ kind: "carded", party: party.code, card });
  }
  return ref.reach === "post";
};

/** A notice is for one person alone: it may stand only where one person reads. */
export const noticed = <S extends SeenBy>(
  seenBy: S,
  words: string,
): { notice?: S extends "person" ? string : never } =>
  seenBy === "person" ? ({ notice: words } as { notice: S extends "person" ? string : never }) : {};
