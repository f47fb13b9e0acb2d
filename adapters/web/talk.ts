// Web: a typed line, a pressed button or a filled form as a request to the core.
import type { Account, Chat, Core, Press, Reply } from "../../src/core.ts";
import { writeMention } from "../../src/core.ts";
import type { Guest } from "./guests.ts";
import { privateRoom } from "./guests.ts";

export const roomChat = (room: string): Chat => ({
  platform: "web",
  chatId: `room:${room}`,
  kind: "group",
  reach: "post",
});
export const privateChat = (userId: string): Chat => ({
  platform: "web",
  chatId: privateRoom(userId),
  kind: "person",
  reach: "post",
});

/** The chat of who answers on a party's page: what is told there later waits until they open it. */
export const pageChat = (userId: string): Chat => ({ ...privateChat(userId), reach: "answer" });

export type Saying = {
  guest: Guest;
  /** Made by the page: the same id twice runs once. */
  id: string;
  chat: Chat;
  locale?: string;
  timeZone?: string;
  on?: string;
  draft?: string;
};

/** Runs a press for a guest. On the web an answer is read by the one who asked alone, in a room too. */
export const ask = async (core: Core, saying: Saying, press: Press): Promise<Reply<"person">> => {
  const missing = saying.draft === undefined ? core.missing(press) : undefined;
  if (missing) return { kind: "ask", ask: missing };
  const { guest, chat } = saying;
  return core.dispatch({
    id: `web:${guest.account.userId}:${saying.id}`,
    account: guest.account,
    name: guest.name,
    chat,
    seenBy: "person",
    press,
    // Whoever is in a room of the playground may set it up: there is nobody above them.
    chatAdmin: true,
    ...(saying.locale !== undefined && { locale: saying.locale }),
    ...(saying.timeZone !== undefined && { timeZone: saying.timeZone }),
    ...(saying.on !== undefined && { on: saying.on }),
    ...(saying.draft !== undefined && { draft: saying.draft }),
  });
};

/** The line as a press; a command that does not exist goes on under its own name, to be answered kindly. */
export const pressOf = (core: Core, line: string): Press =>
  core.parse(line) ?? {
    command:
      line
        .replace(/^\s*\//, "")
        .split(/\s/)[0]
        ?.slice(0, 64) || "help",
    args: {},
  };

type Member = { userId: string; name: string };

/** "@Name" of somebody in the room as the mention it means; the longest name wins. */
export const withMentions = (line: string, members: readonly Member[]): string => {
  const named = [...members].sort((a, b) => b.name.length - a.name.length);
  return line.replace(/(?<=^|[\s,:])@([^\n]+)/g, (whole: string) => mentionAll(whole, named));
};

const mentionAll = (text: string, named: readonly Member[]): string => {
  let made = "";
  let rest = text;
  while (rest !== "") {
    const at = rest.indexOf("@");
    if (at < 0) return made + rest;
    made += rest.slice(0, at);
    rest = rest.slice(at);
    const after = rest.slice(1).toLowerCase();
    const member = named.find(
      ({ name }) => after.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(after.slice(name.length)),
    );
    const account: Account | undefined = member && { platform: "web", userId: member.userId };
    made += account && member ? writeMention({ account, name: member.name }) : "@";
    rest = rest.slice(1 + (member?.name.length ?? 0));
  }
  return made;
};
