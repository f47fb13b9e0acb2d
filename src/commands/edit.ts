// Commands: a host changes a party. Those who answered are told of a new time or place, and of nothing else.
import { choice, integer, text } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import type { AreaAnswer, When, WhereAnswer } from "../chat/args-time-place.ts";
import { area, place, until, when } from "../chat/args-time-place.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import { argInfos } from "../chat/missing.ts";
import type { Ask } from "../chat/reply.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Findable, Party } from "../domain/party.ts";
import { ABOUT_MAX, CAPACITY_MAX, isOver, PLUS_MAX, TITLE_MAX } from "../domain/party.ts";
import { Doubt, Refusal } from "../domain/refusal.ts";
import { writeWhen } from "../domain/when.ts";
import { moveWallClock } from "../domain/zone.ts";
import type { Instant } from "../domain/time.ts";
import type { PartyPatch } from "../store/types.ts";
import { demand, partyOf, showTo } from "./about-party.ts";
import { insteadOf, placeAfter } from "./about-place.ts";

export const edit = define({
  name: "edit",
  aliases: ["change", "ändern"],
  about: "Change a party you host",
  example: "/edit when:sat 20:00",
  where: "anywhere",
  writes: true,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title" }),
    what: text({ name: "what", about: "A new title", max: TITLE_MAX }),
    when: when({ name: "when", about: "A new time; those who answered are told" }),
    where: place({ name: "where", about: "A new place; those who answered are told" }),
    until: until({ name: "until", about: "A new end" }),
    max: integer({ name: "max", about: "A new limit of guests, or “none”", min: 1, max: CAPACITY_MAX, none: true }),
    plus: integer({ name: "plus", about: "How many extra guests each may bring", min: 0, max: PLUS_MAX }),
    about: text({ name: "about", about: "What guests should know", max: ABOUT_MAX, lines: true }),
    find: choice({
      name: "find",
      about: "Who may find it",
      values: { invited: ["private", "eingeladen"], nearby: ["public", "anyone", "alle"] },
    }),
    approve: choice({
      name: "approve",
      about: "Whether you let each guest in",
      values: { yes: ["on", "ja"], no: ["off", "nein"] },
    }),
    area: area({ name: "area", about: "How much of where it is others see: the neighbourhood, or only the city" }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    await demand(ctx, party.code, "edit");
    const { words } = ctx;
    if (party.state === "calledOff") throw new Refusal(words.rsvp.calledOff(party.title));
    if (isOver(party, ctx.now)) throw new Refusal(words.rsvp.over(party.title));
    const { party: _code, ...wishes } = args;
    if (Object.values(wishes).every((value) => value === undefined)) return asItIs(party, ctx.now);
    const limited =
      args.max === undefined ? false : await limit(ctx, party, args.max === "none" ? undefined : args.max);
    const placed = placeAfter(party.place, args, ctx.fresh);
    const patch = {
      ...plainPatch(party, args),
      ...timePatch(party, args),
      ...(placed && { place: placed.place }),
    };
    if ((patch.findable ?? party.findable) === "nearby" && !(patch.place ?? party.place).area) {
      throw new Doubt("where", words.create.nearbyNeedsPlace);
    }
    const changed = Object.keys(patch).length > 0;
    if (!changed && !limited) throw new Refusal(words.edit.same);
    const told = changed && (await apply(ctx, party, patch, placed?.moves ?? false));
    ctx.record({ kind: "changed", party: party.code });
    const keptClock = patch.timeZone !== undefined && args.when === undefined;
    const lead = [
      ...(told ? [words.edit.told] : []),
      ...(keptClock ? [words.edit.wallClockKept] : []),
      ...(args.where ? insteadOf(args.where, words) : []),
      ...(ctx.seenBy === "group" && patch.place?.guess !== undefined ? [words.pin.inPrivate] : []),
    ];
    return {
      kind: "done",
      view: await showTo(ctx, party.code, {
        title: words.edit.done,
        ...(lead.length > 0 && { lead: [lead.join(" ")] }),
      }),
    };
  },
});

/** The form, filled with how the party is now. The address stays out of it: an empty "where" leaves the place as it is. */
const asItIs = (party: Party, now: Instant): { kind: "ask"; ask: Ask } => {
  const args = {
    party: party.code,
    what: party.title,
    // A start that has gone by would be refused as past: it is left out, and so unchanged.
    ...(party.startsAt > now && { when: writeWhen(party.startsAt, party.timeZone) }),
    ...(party.endsAt !== undefined && { until: writeWhen(party.endsAt, party.timeZone) }),
    max: party.max === undefined ? "none" : `${party.max}`,
    plus: `${party.plusMax}`,
    ...(party.about !== undefined && { about: party.about }),
    find: party.findable,
    approve: party.approval ? "yes" : "no",
    area: party.place.shown ?? "neighbourhood",
  };
  return { kind: "ask", ask: { press: { command: "edit", args }, missing: argInfos(edit) } };
};

type Wishes = {
  what?: string | undefined;
  about?: string | undefined;
  plus?: number | "none" | undefined;
  find?: Findable | undefined;
  approve?: "yes" | "no" | undefined;
  when?: When | undefined;
  until?: number | undefined;
  where?: WhereAnswer | undefined;
  area?: AreaAnswer | undefined;
};

/** Sets the capacity; true when it is another one. Promoted guests are told. */
const limit = async <S extends SeenBy>(ctx: Context<S>, party: Party, max: number | undefined): Promise<boolean> => {
  if (max === party.max) return false;
  const outcome = await ctx.tx.rsvps.setMax(party.code, max, ctx.now);
  if (outcome.kind === "tooLow") throw new Refusal(ctx.words.edit.tooLow(outcome.going));
  for (const next of outcome.promoted) ctx.record({ kind: "promoted", party: party.code, personId: next.personId });
  return true;
};

const plainPatch = (party: Party, wishes: Wishes): PartyPatch => ({
  ...(wishes.what !== undefined && wishes.what !== party.title && { title: wishes.what }),
  ...(wishes.about !== undefined && wishes.about !== party.about && { about: wishes.about }),
  ...(typeof wishes.plus === "number" && wishes.plus !== party.plusMax && { plusMax: wishes.plus }),
  ...(wishes.find !== undefined && wishes.find !== party.findable && { findable: wishes.find }),
  ...(wishes.approve !== undefined &&
    (wishes.approve === "yes") !== party.approval && { approval: wishes.approve === "yes" }),
});

/** A new time; or, where only the place changed to another zone, the same hour on the clock there. The end moves along with the start. */
const timePatch = (party: Party, { when: at, until: end, where }: Wishes): PartyPatch => {
  const zone = where?.found.timeZone ?? party.timeZone;
  const moves = zone !== party.timeZone;
  const startsAt = at?.at ?? (moves ? moveWallClock(party.startsAt, party.timeZone, zone) : party.startsAt);
  const length = party.endsAt === undefined ? undefined : party.endsAt - party.startsAt;
  const endsAt = end ?? at?.endsAt ?? (length === undefined ? undefined : startsAt + length);
  return {
    ...(startsAt !== party.startsAt && { startsAt }),
    ...(endsAt !== party.endsAt && { endsAt }),
    ...(moves && { timeZone: zone }),
  };
};

/** Writes the change; true when it is one that people are told. */
const apply = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  patch: PartyPatch,
  moved: boolean,
): Promise<boolean> => {
  await ctx.tx.parties.edit(party.code, patch);
  const time = patch.startsAt !== undefined;
  if (!time && !moved) return false;
  const was = { startsAt: party.startsAt, timeZone: party.timeZone, label: party.place.label };
  ctx.record({ kind: "moved", party: party.code, was, time, place: moved });
  return true;
};
