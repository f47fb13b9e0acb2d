// Commands: a host plans a party.
import { choice, integer, text } from "../chat/args.ts";
import { area, place, until, when } from "../chat/args-time-place.ts";
import type { WhereAnswer } from "../chat/args-time-place.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Inline } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Party } from "../domain/party.ts";
import { ABOUT_MAX, CAPACITY_MAX, PLUS_DEFAULT, PLUS_MAX, TITLE_MAX } from "../domain/party.ts";
import { Doubt, Refusal } from "../domain/refusal.ts";
import { cardNow, postCard, showTo } from "./about-party.ts";
import { insteadOf, placeFrom } from "./about-place.ts";

/** More upcoming parties than this for one host is a mistake or abuse. */
const HOSTING_MAX = 50;

export const create = define({
  name: "create",
  aliases: ["new", "party", "plan", "neu"],
  about: "Plan a party",
  example: "/create Rooftop BBQ when:sat 19:00 where:Kastanienallee 12, Berlin max:10",
  where: "anywhere",
  writes: true,
  args: {
    what: text({ name: "what", about: "What kind of party it is: its title", required: true, max: TITLE_MAX }),
    when: when({ name: "when", about: "When it starts: “sat 8pm”, “tomorrow 21:30”, “28.11. 20h”", required: true }),
    where: place({
      name: "where",
      about: "An address, a city or a map link; only guests see the address",
      required: true,
    }),
    until: until({ name: "until", about: "When it ends: “1am”, “4 hours”" }),
    max: integer({
      name: "max",
      about: "How many guests fit, extra guests included",
      min: 1,
      max: CAPACITY_MAX,
      none: true,
    }),
    plus: integer({ name: "plus", about: "How many extra guests each may bring", min: 0, max: PLUS_MAX }),
    about: text({ name: "about", about: "What guests should know", max: ABOUT_MAX, lines: true }),
    find: choice({
      name: "find",
      about: "Who may find it: invited people, or anyone nearby",
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
    const { tx, now, words } = ctx;
    const hosting = await tx.parties.mine(ctx.actor.person.id, { past: false, now, limit: HOSTING_MAX + 1 });
    if (hosting.filter((mine) => mine.role === "host").length >= HOSTING_MAX) throw new Refusal(words.create.tooMany);
    const findable = args.find ?? "invited";
    if (findable === "nearby" && !args.where.found.place.area) throw new Doubt("where", words.create.nearbyNeedsPlace);
    const endsAt = args.until ?? args.when.endsAt;
    const party: Party = {
      code: ctx.fresh.code(),
      hostId: ctx.actor.person.id,
      title: args.what,
      ...(args.about !== undefined && { about: args.about }),
      startsAt: args.when.at,
      ...(endsAt !== undefined && { endsAt }),
      timeZone: args.where.found.timeZone ?? args.when.timeZone,
      place: placeFrom(args.where, args.area, ctx.fresh),
      ...(typeof args.max === "number" && { max: args.max }),
      plusMax: typeof args.plus === "number" ? args.plus : PLUS_DEFAULT,
      findable,
      // Strangers who find it nearby are let in one by one, unless the host says otherwise.
      approval: (args.approve ?? (findable === "nearby" ? "yes" : "no")) === "yes",
      state: "on",
      going: 0,
      version: 1,
    };
    await tx.parties.add(party, now);
    ctx.record({ kind: "created", party: party.code });
    const posted = await postCard(ctx, party);
    const card = ctx.chat.ref.reach === "answer" ? await cardNow(ctx, party.code) : undefined;
    return {
      kind: "done",
      ...(card && { card }),
      view: await showTo(ctx, party.code, { title: words.create.done, lead: leadOf(ctx, party, args.where, posted) }),
    };
  },
});

const leadOf = <S extends SeenBy>(ctx: Context<S>, party: Party, where: WhereAnswer, posted: boolean): Inline[] => {
  const { create: say, pin } = ctx.words;
  const { place } = party;
  const findable = place.shown === "city" ? say.findableInCity : say.findable;
  return [
    { bold: party.title },
    `\n${posted ? say.posted : say.inviteNext} ${party.findable === "nearby" ? findable : say.notFindable}`,
    ...(where.located ? [] : [`\n${say.notLocated}`]),
    ...insteadOf(where, ctx.words).map((line) => `\n${line}`),
    ...(ctx.seenBy === "group" && place.address ? [`\n${say.seenByGroup}`] : []),
    ...(ctx.seenBy === "group" && place.guess !== undefined ? [`\n${pin.inPrivate}`] : []),
    `\n${say.understood}`,
  ];
};
