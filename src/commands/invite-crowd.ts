// Commands: a host invites a whole crowd of a group: asked first, then mentioned there once. Nobody of it is written to in private.
import type { Context } from "../chat/command.ts";
import { writeCrowd } from "../chat/refs.ts";
import type { Reply } from "../chat/reply.ts";
import type { Button } from "../chat/view.ts";
import type { Crowd, SeenBy } from "../domain/chat.ts";
import type { Party } from "../domain/party.ts";
import { Refusal } from "../domain/refusal.ts";
import { postCard } from "./about-party.ts";

/** `said`: what was done before, told in the same answer. */
export const inviteCrowd = async <S extends SeenBy>(
  ctx: Context<S>,
  party: Party,
  { crowd, sure, said }: { crowd: Crowd; sure?: "yes" | "no" | undefined; said: readonly string[] },
): Promise<Reply<S>> => {
  const { chat, seenBy, words } = ctx;
  const { mentions: say } = words;
  if (chat.ref.kind !== "group" || chat.ref.reach !== "post") throw new Refusal(say.onlyGroup);
  if (crowd.crowdId === chat.ref.server) throw new Refusal(say.everyone);
  const answer = (title: string, lines: readonly string[], buttons?: Button[][]): Reply<S> => ({
    kind: "done",
    view: {
      seenBy,
      party: party.code,
      title,
      body: lines.length > 0 ? [lines.join(" ")] : [],
      ...(buttons && { buttons }),
    },
  });
  if (sure === "no") return answer(party.title, [...said, say.kept]);
  if (sure === undefined) {
    const buttons = [[button(say.yes, party, crowd, "y"), button(say.no, party, crowd, "n")]];
    return answer(say.sure(crowd.name, crowd.size), [...said, say.sureBody(party.title)], buttons);
  }
  ctx.record({ kind: "crowdInvited", party: party.code, chat: chat.key, by: ctx.actor.person.id, crowd });
  // Whoever is invited here finds the party's card here.
  await postCard(ctx, party);
  return answer(party.title, [...said, say.done]);
};

/** The answer in one letter and the crowd without its name: so that ids of 20 digits fit a button. */
const button = (label: string, { code }: Party, crowd: Crowd, sure: "y" | "n"): Button => ({
  label,
  ...(sure === "y" && { tone: "go" }),
  press: {
    command: "invite",
    args: { party: code, role: writeCrowd({ platform: crowd.platform, crowdId: crowd.crowdId, name: "" }), sure },
  },
});
