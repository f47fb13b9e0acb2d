// Commands: a host invites people by name, or makes a link that anyone who holds it may use.
import { choice, people } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import type { Mention, SeenBy } from "../domain/chat.ts";
import type { Party } from "../domain/party.ts";
import { isOver } from "../domain/party.ts";
import { Refusal } from "../domain/refusal.ts";
import { may } from "../domain/rights.ts";
import { demand, partyOf } from "./about-party.ts";

export const invite = define({
  name: "invite",
  aliases: ["einladen"],
  about: "Invite people, or get a link to send",
  example: "/invite @Ben @Cleo",
  where: "anywhere",
  writes: true,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title" }),
    who: people({ name: "who", about: "People to invite, mentioned with @; leave out for a link" }),
    as: choice({
      name: "as",
      about: "Guests, or co-hosts who may run the party too",
      values: { guest: ["gast"], cohost: ["co-host", "host"] },
    }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const { role } = await demand(ctx, party.code, "invite");
    if (party.state === "calledOff") throw new Refusal(ctx.words.rsvp.calledOff(party.title));
    if (isOver(party, ctx.now)) throw new Refusal(ctx.words.rsvp.over(party.title));
    if (args.who === undefined) return link(ctx, party);
    if (args.as !== "cohost") return byName(ctx, party, args.who);
    if (!may(role, "appointCohost")) throw new Refusal(ctx.words.invite.onlyHostAppoints);
    return appoint(ctx, party, args.who);
  },
});

const link = async <S extends SeenBy>(ctx: Context<S>, party: Party): Promise<Reply<S>> => {
  const { words, seenBy } = ctx;
  const title = words.invite.link(party.title);
  // A capability is never shown to a group; the card there serves its people already.
  if (seenBy === "group")
    return { kind: "done", view: { seenBy, party: party.code, title, body: [words.invite.linkGroup] } };
  const { token, hash } = ctx.fresh.token();
  await ctx.tx.invitations.add({
    id: ctx.fresh.id(),
    party: party.code,
    tokenHash: hash,
    invitedBy: ctx.actor.person.id,
    createdAt: ctx.now,
  });
  const url = ctx.links.invitation(token);
  return {
    kind: "done",
    view: { seenBy, party: party.code, title, body: [`${words.invite.linkBody} `, { link: url, text: url }] },
  };
};

/** The people mentioned, made known where new, the actor and doubles left out. */
const known = async <S extends SeenBy>(ctx: Context<S>, mentions: readonly Mention[]) => {
  const found = new Map<string, string>();
  for (const mention of mentions) {
    const person = await ctx.tx.people.known(mention.account, mention.name, ctx.now);
    if (person.id !== ctx.actor.person.id) found.set(person.id, person.name);
  }
  if (found.size === 0) throw new Refusal(ctx.words.invite.self);
  return found;
};

const byName = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  mentions: readonly Mention[],
): Promise<Reply<S>> => {
  const found = await known(ctx, mentions);
  const standings = await ctx.tx.parties.standings(party.code, [...found.keys()]);
  const fresh: string[] = [];
  const already: string[] = [];
  for (const [personId, name] of found) {
    const { role, rsvp } = standings.get(personId) ?? { role: "stranger" };
    if (role === "host" || role === "cohost" || rsvp?.admitted === "yes") {
      already.push(name);
      continue;
    }
    // Whoever asked to join meanwhile is let in by being invited.
    const answer = role === "requested" ? "going" : "invited";
    const outcome = await ctx.tx.rsvps.answer({ party: party.code, personId, answer, admitted: "yes", now: ctx.now });
    await ctx.tx.invitations.add({
      id: ctx.fresh.id(),
      party: party.code,
      personId,
      invitedBy: ctx.actor.person.id,
      createdAt: ctx.now,
    });
    if (role === "requested") ctx.record({ kind: "admitted", party: party.code, personId });
    else ctx.record({ kind: "invited", party: party.code, personId, by: ctx.actor.person.id });
    if (outcome.kind === "set") ctx.record({ kind: "answered", party: party.code, personId });
    fresh.push(name);
  }
  return said(ctx, party, [
    ...(fresh.length > 0 ? [ctx.words.invite.invited(ctx.words.and(fresh))] : []),
    ...(already.length > 0 ? [ctx.words.invite.already(ctx.words.and(already))] : []),
  ]);
};

const appoint = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  mentions: readonly Mention[],
): Promise<Reply<S>> => {
  const found = await known(ctx, mentions);
  for (const personId of found.keys()) {
    const promoted = await ctx.tx.parties.addCohost(party.code, personId, ctx.now);
    ctx.record({ kind: "answered", party: party.code, personId });
    for (const next of promoted) ctx.record({ kind: "promoted", party: party.code, personId: next.personId });
    ctx.record({ kind: "invited", party: party.code, personId, by: ctx.actor.person.id });
  }
  return said(ctx, party, [ctx.words.invite.cohost(ctx.words.and([...found.values()]))]);
};

const said = <S extends SeenBy>(ctx: Context<S>, party: Party, lines: readonly string[]): Reply<S> => ({
  kind: "done",
  view: { seenBy: ctx.seenBy, party: party.code, title: party.title, body: [lines.join(" ")] },
});
