// Commands: a host says that the pin on the map is right, or puts it where it belongs. Until then no guest is told the exact point.
import { text } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import type { WhereAnswer } from "../chat/args-time-place.ts";
import { place } from "../chat/args-time-place.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import { argInfos } from "../chat/missing.ts";
import type { Ask, Reply } from "../chat/reply.ts";
import type { SeenBy } from "../domain/chat.ts";
import { nearOf, shownAs, steady } from "../domain/grid.ts";
import type { Party } from "../domain/party.ts";
import { isOver } from "../domain/party.ts";
import type { Place } from "../domain/place.ts";
import { Doubt, Refusal } from "../domain/refusal.ts";
import { kmBetween } from "../domain/wish.ts";
import { demand, partyOf, showTo } from "./about-party.ts";

const MARK_MAX = 16;
/** Farther away it is another place, with another address. */
const MOVES_KM = 30;

export const pin = define({
  name: "pin",
  about: "Say whether the pin on the map is right, or move it",
  example: "/pin",
  where: "anywhere",
  hidden: true,
  writes: true,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title" }),
    guess: text({ name: "guess", about: "Which pin is right", max: MARK_MAX, kind: "short", hidden: true }),
    at: place({ name: "at", about: "Where the pin belongs: your location, a map link or coordinates" }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    await demand(ctx, party.code, "edit");
    if (party.state === "calledOff") throw new Refusal(ctx.words.rsvp.calledOff(party.title));
    if (isOver(party, ctx.now)) throw new Refusal(ctx.words.rsvp.over(party.title));
    if (args.at) return move(ctx, party, args.at);
    if (args.guess === undefined) return { kind: "ask", ask: whereTo(party) };
    return confirm(ctx, party, args.guess);
  },
});

const whereTo = (party: Party): Ask => ({
  press: { command: "pin", args: { party: party.code } },
  missing: argInfos(pin).filter(({ name }) => name === "at"),
});

/** The pin that was looked at, and no other that has taken its place since. */
const confirm = async <S extends SeenBy>(ctx: Context<S>, party: Party, mark: string): Promise<Reply<S>> => {
  const { guess, ...sure } = party.place;
  if (guess !== undefined && guess !== mark) throw new Refusal(ctx.words.pin.changed);
  if (guess !== undefined) await put(ctx, party, sure);
  return { kind: "done", view: await showTo(ctx, party.code, { title: ctx.words.pin.right }) };
};

const put = async <S extends SeenBy>(ctx: Context<S>, party: Party, place: Place): Promise<void> => {
  await ctx.tx.parties.edit(party.code, { place });
  ctx.record({ kind: "changed", party: party.code });
};

/** The address stays as it is written. Who answered is told only where the pin was theirs to see already, or the area is another one. */
const move = async <S extends SeenBy>(ctx: Context<S>, party: Party, at: WhereAnswer): Promise<Reply<S>> => {
  const { words } = ctx;
  const { guess, ...before } = party.place;
  const { point, area, label } = at.found.place;
  if (!point || !area || at.guessed) throw new Doubt("at", words.pin.needsPoint);
  const near = nearOf(before);
  if (near && kmBetween(near.area, area) > MOVES_KM) throw new Doubt("at", words.pin.far);
  const address = before.address ?? at.found.place.address;
  const moved = steady(before, { label, area, point, ...(address && { address }) });
  const place = shownAs(moved, before.shown ?? "neighbourhood", at.cityLabel);
  await put(ctx, party, place);
  const told = guess === undefined || place.label !== before.label;
  if (told) {
    const was = { startsAt: party.startsAt, timeZone: party.timeZone, label: before.label };
    ctx.record({ kind: "moved", party: party.code, was, time: false, place: true });
  }
  const lead = told ? { lead: [words.edit.told] } : {};
  return { kind: "done", view: await showTo(ctx, party.code, { title: words.pin.moved, ...lead }) };
};
