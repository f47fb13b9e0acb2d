// Telegram: what a tap in a group is answered with: at most 200 characters that nobody else reads.
import type { Reply } from "../../src/core.ts";
import { formatWhen } from "../../src/core.ts";
import type { Doing } from "./doing.ts";
import { cut, plainOf } from "./html.ts";
import type { Bot } from "./parts.ts";
import { runsOf } from "./render.ts";
import { accountOf } from "./who.ts";

const ALERT_MAX = 200;

export type Alert = {
  text: string;
  /** The address is in it, so it must stay until it is read. */
  holdsAddress: boolean;
  /** Nothing of the reply is left out but what a card shows anyway. */
  whole: boolean;
};

/** The notice, and below it the address and the hour where the one who tapped may read the address. */
export const alertOf = async (
  bot: Bot,
  { user }: Doing,
  reply: Extract<Reply<"person">, { kind: "done" }>,
  shows: boolean,
): Promise<Alert> => {
  const { view, notice } = reply;
  if (reply.tone === "refused" || !view)
    return { text: cut(notice ?? "✓", ALERT_MAX), holdsAddress: false, whole: true };
  // An answer to a party, or a party shown, tells the address; what else concerns a party speaks of something else.
  const tells = shows || notice !== undefined;
  const looks = view.party === undefined || !tells ? undefined : await bot.core.look(view.party, [accountOf(user)]);
  const seen = looks?.[0]?.seen;
  const lead = notice ?? view.title;
  if (!seen?.exact) {
    const all = plainOf(runsOf(view, user.language_code));
    if (notice !== undefined) return { text: cut(notice, ALERT_MAX), holdsAddress: false, whole: true };
    return { text: cut(all, ALERT_MAX), holdsAddress: false, whole: all.length <= ALERT_MAX };
  }
  const when = formatWhen(seen.startsAt, seen.timeZone, user.language_code);
  return {
    text: cut([lead, seen.exact.address ?? seen.label, when].join("\n"), ALERT_MAX),
    holdsAddress: true,
    whole: false,
  };
};
