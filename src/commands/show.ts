// Commands: a party in full, as the one who asks may know it.
import { party as partyArg } from "../chat/args-party.ts";
import { define } from "../chat/command.ts";
import { partyOf, showTo } from "./about-party.ts";

export const show = define({
  name: "show",
  aliases: ["details", "info"],
  about: "Show a party",
  example: "/show",
  where: "anywhere",
  writes: false,
  args: { party: partyArg({ about: "Which party: its code, or words of its title" }) },
  run: async (ctx, args) => {
    const party = await partyOf(ctx, args.party);
    return { kind: "done", view: await showTo(ctx, party.code) };
  },
});
