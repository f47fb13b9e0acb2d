// Commands: a guest says on the day that they are on their way, in one tap. A time of arrival is told to the hosts, never a position.
import { choice } from "../chat/args.ts";
import { party as partyArg } from "../chat/args-party.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import { isTheDay, type OnWay, onWayOf, SET_OUT, USUALLY } from "../domain/on-way.ts";
import type { Party } from "../domain/party.ts";
import { isOver } from "../domain/party.ts";
import { Refusal } from "../domain/refusal.ts";
import { MINUTE } from "../domain/time.ts";
import { formatWhen } from "../domain/when.ts";
import { noticed, partyOf, standingOf } from "./about-party.ts";

const MINUTES = ["5", "10", "20", "30"] as const;
/** Who only moves the arrival by less than this is not told of again. */
const SAME = 5 * MINUTE;

export const onway = define({
  name: "onway",
  aliases: ["omw", "unterwegs"],
  about: "Tell the hosts that you're on your way",
  example: "/onway 10",
  where: "anywhere",
  writes: true,
  args: {
    party: partyArg({ about: "Which party: its code, or words of its title", among: isTheDay }),
    minutes: choice({
      name: "minutes",
      about: "In about how many minutes you arrive; “off” if not yet after all",
      values: {
        "5": ["5min", "5m"],
        "10": ["10min", "10m"],
        "20": ["20min", "20m"],
        "30": ["30min", "30m"],
        off: ["no", "stop", "aus", "nein"],
      },
    }),
  },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    const before = await mayBeOnWay(ctx, party);
    const { words, now, actor, tx } = ctx;
    const off = args.minutes === "off";
    const minutes = Number(off ? 0 : (args.minutes ?? USUALLY));
    const onWay = off ? undefined : { at: now, until: now + minutes * MINUTE };
    await tx.onWay.set(party.code, actor.person.id, onWay);
    const isNews = onWay && (!before || Math.abs(before.until - onWay.until) >= SAME);
    ctx.record(
      isNews ? { kind: "onWay", party: party.code, who: actor.person.id } : { kind: "wayChanged", party: party.code },
    );
    const title = off ? words.onTheDay.cleared(party.title) : words.onTheDay.saved(party.title);
    return {
      kind: "done",
      view: saidView(ctx, party, title, off ? undefined : minutes),
      ...noticed(ctx.seenBy, title),
    };
  },
});

/** What they said before, where it still counts; a Refusal where nobody can be on their way, or not they. */
const mayBeOnWay = async <S extends SeenBy>(ctx: Context<S>, party: Party): Promise<OnWay | undefined> => {
  const { words, now } = ctx;
  const { role, rsvp } = await standingOf(ctx, party.code);
  if (role === "host" || role === "cohost") throw new Refusal(words.onTheDay.hosting);
  if (party.state === "calledOff") throw new Refusal(words.rsvp.calledOff(party.title));
  if (isOver(party, now)) throw new Refusal(words.rsvp.over(party.title));
  if (role !== "going" || !rsvp) throw new Refusal(words.onTheDay.notGoing(party.title));
  if (!isTheDay(party, now)) {
    const from = formatWhen(party.startsAt - SET_OUT, party.timeZone, ctx.locale);
    throw new Refusal(words.onTheDay.tooEarly(party.title, from));
  }
  return onWayOf(rsvp, party, now);
};

/** The other times are one tap away, and so is taking it back. */
const saidView = <S extends SeenBy>(
  { seenBy, words }: Context<S>,
  party: Party,
  title: string,
  minutes: number | undefined,
): View<S> => {
  const button = (label: string, value: string) => ({
    label,
    press: { command: "onway", args: { party: party.code, minutes: value } },
  });
  const others = MINUTES.filter((one) => Number(one) !== minutes);
  return {
    seenBy,
    party: party.code,
    title,
    body: minutes === undefined ? [] : [words.onTheDay.savedBody],
    buttons: [
      others.map((one) => button(words.onTheDay.minutes(Number(one)), one)),
      ...(minutes === undefined ? [] : [[button(words.onTheDay.notYet, "off")]]),
    ],
  };
};
