// Commands: drops a draft, what was typed for a question that is still open.
import { define } from "../chat/command.ts";

export const cancel = define({
  name: "cancel",
  aliases: ["abbrechen"],
  about: "Drop what you were just filling in",
  example: "/cancel",
  where: "anywhere",
  writes: true,
  args: {},
  run: async (ctx) => {
    const dropped = await ctx.tx.drafts.drop(ctx.actor.person.id, ctx.chat.key);
    return {
      kind: "done",
      view: { seenBy: ctx.seenBy, title: dropped ? ctx.words.cancel.done : ctx.words.cancel.nothing },
    };
  },
});
