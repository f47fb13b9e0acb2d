// Commands: a host invites people by name, or makes a link that anyone who holds it may use.
import { choice, people } from "../chat/args.ts";
import { crowd } from "../chat/args-crowd.ts";
import { party as partyArg } from "../chat/args-party.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import type { Mention, SeenBy } from "../domain/chat.ts";
import type { PartyEvent } from "../domain/note.ts";
import type { Party } from "../domain/party.ts";
import { isOver } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { Refusal } from "../domain/refusal.ts";
import { may } from "../domain/rights.ts";
import { demand, partyOf } from "./about-party.ts";
import { inviteCrowd } from "./invite-crowd.ts";

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
    role: crowd({ name: "role", about: "A whole role to invite here, by mention; I ask first", on: ["discord"] }),
    sure: choice({
      name: "sure",
      about: "Whether you are sure to invite the whole role",
      values: { yes: ["ja", "y"], no: ["nein", "n"] },
      hidden: true,
    }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const { role } = await demand(ctx, party.code, "invite");
    if (party.state === "calledOff") throw new Refusal(ctx.words.rsvp.calledOff(party.title));
    if (isOver(party, ctx.now)) throw new Refusal(ctx.words.rsvp.over(party.title));
    const cohosts = args.as === "cohost";
    if (cohosts && args.role !== undefined) throw new Refusal(ctx.words.mentions.notHosts);
    if (cohosts && args.who !== undefined && !may(role, "appointCohost"))
      throw new Refusal(ctx.words.invite.onlyHostAppoints);
    const said =
      args.who === undefined ? [] : cohosts ? await appoint(ctx, party, args.who) : await byName(ctx, party, args.who);
    if (args.role !== undefined) return inviteCrowd(ctx, party, { crowd: args.role, sure: args.sure, said });
    if (args.who === undefined) return link(ctx, party);
    const { seenBy } = ctx;
    return { kind: "done", view: { seenBy, party: party.code, title: party.title, body: [said.join(" ")] } };
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

/** The people mentioned, made known where new, the actor and doubles left out: id → name. */
const known = async <S extends SeenBy>({ tx, actor, now, words }: Context<S>, mentions: readonly Mention[]) => {
  const ids = await tx.people.byAccounts(mentions.map(({ account }) => account));
  const named = new Map(
    (await tx.people.byIds(ids.filter((id) => id !== undefined))).map(({ id, name }) => [id, name]),
  );
  const found = new Map<PersonId, string>();
  for (const [i, { account, name }] of mentions.entries()) {
    const id = ids[i];
    if (id !== undefined) found.set(id, named.get(id) ?? name);
    else found.set((await tx.people.known(account, name, now)).id, name);
  }
  found.delete(actor.person.id);
  if (found.size === 0) throw new Refusal(words.invite.self);
  return found;
};

/** Several at once: who never acted is not written to in private for it. */
const invitation = <S extends SeenBy>(
  { actor }: Context<S>,
  { code }: Party,
  personId: PersonId,
  found: ReadonlyMap<PersonId, string>,
): PartyEvent => ({
  kind: "invited",
  party: code,
  personId,
  by: actor.person.id,
  ...(found.size > 1 && { bulk: true }),
});

const byName = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  mentions: readonly Mention[],
): Promise<string[]> => {
  const { tx, now, words } = ctx;
  const found = await known(ctx, mentions);
  const standings = await tx.parties.standings(party.code, [...found.keys()]);
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
    const outcome = await tx.rsvps.answer({ party: party.code, personId, answer, admitted: "yes", now });
    await tx.invitations.add({
      id: ctx.fresh.id(),
      party: party.code,
      personId,
      invitedBy: ctx.actor.person.id,
      createdAt: now,
    });
    if (role === "requested") ctx.record({ kind: "admitted", party: party.code, personId });
    else ctx.record(invitation(ctx, party, personId, found));
    if (outcome.kind === "set") ctx.record({ kind: "answered", party: party.code, personId });
    fresh.push(name);
  }
  return [
    ...(fresh.length > 0 ? [words.invite.invited(words.and(fresh))] : []),
    ...(already.length > 0 ? [words.invite.already(words.and(already))] : []),
  ];
};

const appoint = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  mentions: readonly Mention[],
): Promise<string[]> => {
  const found = await known(ctx, mentions);
  for (const personId of found.keys()) {
    const promoted = await ctx.tx.parties.addCohost(party.code, personId, ctx.now);
    ctx.record({ kind: "answered", party: party.code, personId });
    for (const next of promoted) ctx.record({ kind: "promoted", party: party.code, personId: next.personId });
    ctx.record(invitation(ctx, party, personId, found));
  }
  return [ctx.words.invite.cohost(ctx.words.and([...found.values()]))];
};
