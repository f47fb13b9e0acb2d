// The loopback Bot API: which messages of people reach the bot. In groups, with privacy mode on, few do.
import type { Post, Room, State } from "./state.ts";
import { BOT } from "./state.ts";
import type { Inbox } from "./inbox.ts";
import type { Entity } from "./state.ts";
import { isService } from "./reach.ts";
import { messageJson } from "./shapes.ts";

/** Brings a new or changed message to the bot if it may see it. */
export const tell = (state: State, inbox: Inbox, post: Post, edited = false): void => {
  const person = state.people.get(Number(post.from["id"]));
  if (!hears(post)) return;
  if (person) person.met = true;
  const kind = `${edited ? "edited_" : ""}${post.room.type === "channel" ? "channel_post" : "message"}`;
  inbox.push(kind, messageJson(state, post));
};

const hears = (post: Post): boolean => {
  if (!isIn(post.room)) return false;
  if (post.room.type === "private" || post.room.type === "channel" || post.room.bot === "administrator") return true;
  return isService(post) || post.viaBot || post.replyTo?.byBot === true || isForBot(post);
};

export const isIn = (room: Room): boolean => ["member", "administrator", "restricted"].includes(room.bot);

/** A command for this bot, or for nobody by name: it is the only bot in the group. */
const isForBot = (post: Post): boolean => {
  const text = (post.body["text"] as string | undefined) ?? "";
  const entities = (post.body["entities"] as Entity[] | undefined) ?? [];
  return entities.some(({ type, offset, length }) => {
    if (type !== "bot_command") return false;
    const [, to] = text.slice(offset, offset + length).split("@");
    return to === undefined ? offset === 0 : to.toLowerCase() === BOT.username;
  });
};
