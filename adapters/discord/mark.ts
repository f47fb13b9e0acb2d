// Discord: the mark by which a message that the outbox posted is known again. It stands in an address, where nobody sees it.
import type { MessageBody } from "./render.ts";

/** Twelve characters of a digest: nobody learns from them what the message is, or to whom. */
export const markOf = (nonce: string): string => nonce.slice(0, 12);

const fragmentOf = (mark: string): string => `#m=${mark}`;

/** Leads where the title led already; one that led nowhere leads to the bot's own profile, which is there for everybody. */
export const marked = (body: MessageBody, mark: string, botId: string): MessageBody => ({
  ...body,
  embeds: body.embeds.map((embed) => ({
    ...embed,
    url: `${embed.url ?? `https://discord.com/users/${botId}`}${fragmentOf(mark)}`,
  })),
});

export const hasMark = (embeds: readonly { url?: string | null | undefined }[], mark: string): boolean =>
  embeds.some(({ url }) => url?.endsWith(fragmentOf(mark)) === true);
