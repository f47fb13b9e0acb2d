// Discord: a view as a message: one embed, with rows of buttons.
import type { Core, View } from "../../src/core.ts";
import type { Row } from "./components.ts";
import { rowsOf } from "./components.ts";
import type { Embed } from "./embed.ts";
import { embedOf } from "./embed.ts";
import type { AllowedMentions } from "./mention.ts";
import { mentionsOf } from "./mention.ts";

/** A message as REST takes it; an answer to an interaction adds its `flags`. */
export type MessageBody = {
  content?: string;
  embeds: Embed[];
  components: Row[];
  allowed_mentions: AllowedMentions;
  flags?: number;
};

/**
 * Embeds, not Components V2: every app of the last years shows them, notifications and quotes include them, a mention may stand beside
 * them, and a message may lose or regain them with any edit, while V2 is decided once for a message and for good.
 */
export const bodyOf = (view: View, core: Pick<Core, "encode">, locale?: string): MessageBody => {
  const spoken = locale ?? view.locale;
  return { ...mentionsOf(view), embeds: [embedOf(view, spoken)], components: rowsOf(view, core, spoken) };
};
