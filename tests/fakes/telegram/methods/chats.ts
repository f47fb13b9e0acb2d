// The loopback Bot API: what the bot may ask about a chat and those in it.
import { type Params, whole } from "../params.ts";
import { mustBeIn, roomNamed } from "../reach.ts";
import { bad, type Json } from "../refused.ts";
import { chatJson, memberJson, personJson } from "../shapes.ts";
import { BOT, type Room, type State } from "../state.ts";
import type { Method } from "./house.ts";

const CHAT = "chat_id!:chat";
const GIFTS = {
  unlimited_gifts: true,
  limited_gifts: true,
  unique_gifts: true,
  premium_subscription: true,
  gifts_from_channels: true,
};

const groupNamed = (state: State, params: Params): Room => {
  const room = roomNamed(state, params);
  mustBeIn(state, room);
  return room;
};

const memberOf = (state: State, room: Room, userId: number): Json => {
  if (userId === BOT.id) return memberJson(room.bot, { ...BOT });
  const person = state.people.get(userId);
  const status = room.members.get(userId);
  if (!person || (status === undefined && !person.met)) throw bad("invalid user_id specified");
  return memberJson(status ?? "left", personJson(person));
};

const membersOf = (state: State, room: Room): Json[] => [
  ...[...room.members.keys()].map((id) => memberOf(state, room, id)),
  ...(room.bot === "administrator" || room.bot === "member" ? [memberJson(room.bot, { ...BOT })] : []),
];

export const chatMethods: Record<string, Method> = {
  getChat: {
    takes: CHAT,
    run: ({ state }, params) => {
      const room = roomNamed(state, params);
      if (room.type !== "private") mustBeIn(state, room);
      return { ...chatJson(state, room), accent_color_id: 2, max_reaction_count: 11, accepted_gift_types: GIFTS };
    },
  },
  getChatMember: {
    takes: `${CHAT} user_id!:int`,
    run: ({ state }, params) => memberOf(state, groupNamed(state, params), whole(params, "user_id") ?? 0),
  },
  getChatAdministrators: {
    takes: `${CHAT} return_bots:bool`,
    run: ({ state }, params) => {
      const room = groupNamed(state, params);
      if (room.type === "private") throw bad("there are no administrators in the private chat");
      return membersOf(state, room).filter((one) => one["status"] === "creator" || one["status"] === "administrator");
    },
  },
  getChatMemberCount: { takes: CHAT, run: ({ state }, params) => membersOf(state, groupNamed(state, params)).length },
  leaveChat: {
    takes: CHAT,
    run: ({ state, inbox }, params) => {
      const room = groupNamed(state, params);
      if (room.type === "private") throw bad("chat not found");
      const old = room.bot;
      room.bot = "left";
      const [bot, date] = [{ ...BOT }, state.seconds()];
      const change = { old_chat_member: memberJson(old, bot), new_chat_member: memberJson("left", bot) };
      inbox.push("my_chat_member", { chat: chatJson(state, room), from: bot, date, ...change });
      state.changed();
      return true;
    },
  },
};
