// Chat: chats and crowds as adapters write them into a command's text, like mentions of people.
import type { Chat, Crowd, Platform } from "../domain/chat.ts";
import { PLATFORMS } from "../domain/chat.ts";
import { cleanLine } from "../domain/text.ts";

const plainName = (name: string): string => name.replace(/[|#&\s]+/g, "_");

/** A group chat of a server: `#<platform>:<chatId>|<name>`. */
export const writeChatRef = (chat: Pick<Chat, "platform" | "chatId">, name: string): string =>
  `#${chat.platform}:${chat.chatId}|${plainName(name)}`;

/** A crowd: `&<platform>:<crowdId>|<name>`, with `|<size>` where it is known; in a button, where room is short, without a name. */
export const writeCrowd = ({ platform, crowdId, name, size }: Crowd): string =>
  `&${platform}:${crowdId}${name === "" ? "" : `|${plainName(name)}${size === undefined ? "" : `|${size}`}`}`;

const REF = new RegExp(`^([#&])(${PLATFORMS.join("|")}):([^|\\s]{1,64})(?:\\|([^|\\s]{1,120})(?:\\|(\\d{1,9}))?)?$`);

/** Undefined when it is not one. */
export const readChatRef = (raw: string): { platform: Platform; chatId: string; name: string } | undefined => {
  const [, sign, platform, chatId, name] = REF.exec(cleanLine(raw)) ?? [];
  if (sign !== "#" || chatId === undefined || name === undefined) return undefined;
  return { platform: platform as Platform, chatId, name: name.replace(/_/g, " ") };
};

/** Undefined when it is not one. */
export const readCrowd = (raw: string): Crowd | undefined => {
  const [, sign, platform, crowdId, name = "", size] = REF.exec(cleanLine(raw)) ?? [];
  if (sign !== "&" || crowdId === undefined) return undefined;
  return {
    platform: platform as Platform,
    crowdId,
    name: name.replace(/_/g, " "),
    ...(size !== undefined && { size: Number(size) }),
  };
};
