// Views: when a party reminds, for its hosts, and whether it reminds the one who asks.
import type { Button, View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import { AUDIENCES, timesOf } from "../domain/reminders.ts";
import type { Words } from "../words/words.ts";

export type TimesFacts<S extends SeenBy> = {
  party: Pick<Party, "code" | "title" | "reminders">;
  seenBy: S;
  /** Said first. */
  lead: readonly string[];
  /** Those who have not answered; absent where it is not to be read. */
  open?: number;
  mayNudge: boolean;
};

/** The times of each audience, with what else a host may want. */
export const timesView = <S extends SeenBy>(facts: TimesFacts<S>, words: Words): View<S> => {
  const { party, seenBy, lead, open, mayNudge } = facts;
  const { reminding: say } = words;
  const set = (label: string, args: Record<string, string>): Button => ({
    label,
    press: { command: "remind", args: { party: party.code, ...args } },
  });
  const asked = open === undefined || open === 0 ? [] : [say.open(open)];
  return {
    seenBy,
    party: party.code,
    title: say.times(party.title),
    body: [[...lead, ...asked, say.how].join(" ")],
    fields: AUDIENCES.map((audience) => ({
      label: say.audiences[audience],
      value: [say.before(timesOf(party, audience))],
    })),
    buttons: [
      [set(say.usual, { times: "usual" }), set(say.off, { times: "off" })],
      ...(timesOf(party, "unanswered").length === 0
        ? [[set(say.askADayBefore, { times: "24h", to: "unanswered" })]]
        : []),
      ...(mayNudge ? [[nudgeButton(party.code, words)]] : []),
    ],
  };
};

/** Asks everybody who has not answered, once. */
export const nudgeButton = (party: PartyCode, words: Words): Button => ({
  label: words.reminding.nudge,
  press: { command: "nudge", args: { party } },
});

/** Whether one guest is reminded of a party. */
export const mineView = <S extends SeenBy>(
  { party, muted, saved, seenBy }: { party: Pick<Party, "code" | "title">; muted: boolean; saved: boolean; seenBy: S },
  { reminding: say }: Words,
): View<S> => {
  const done = muted ? say.muted(party.title) : say.unmuted(party.title);
  return {
    seenBy,
    party: party.code,
    title: saved ? done : say.mine(party.title),
    body: saved ? [] : [muted ? say.mineOff : say.mineOn],
    buttons: [
      [
        {
          label: muted ? say.unmute : say.mute,
          press: { command: "remind", args: { party: party.code, me: muted ? "on" : "off" } },
        },
      ],
    ],
  };
};
