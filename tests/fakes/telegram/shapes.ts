// The loopback Bot API: people, chats and messages as the wire shows them.
import type { Json } from "./refused.ts";
import type { Person, Post, Room, State } from "./state.ts";
import { BOT } from "./state.ts";

export const personJson = (person: Person): Json => ({
  id: person.id,
  is_bot: false,
  first_name: person.firstName,
  ...(person.lastName !== undefined && { last_name: person.lastName }),
  ...(person.username !== undefined && { username: person.username }),
  ...(person.languageCode !== undefined && { language_code: person.languageCode }),
});

export const chatJson = (state: State, room: Room): Json => {
  const person = room.type === "private" ? state.people.get(room.id) : undefined;
  if (person) {
    const { id, first_name, last_name, username } = personJson(person);
    return {
      id,
      first_name,
      ...(last_name !== undefined && { last_name }),
      ...(username !== undefined && { username }),
      type: "private",
    };
  }
  return { id: room.id, title: room.title, type: room.type, ...(room.forum && { is_forum: true }) };
};

/** A message; what it replies to is shown without its own reply, as the real server does. */
export const messageJson = (state: State, post: Post, withReply = true): Json => ({
  message_id: post.id,
  ...(post.room.type !== "channel" && { from: post.from }),
  ...(post.senderChat && { sender_chat: post.senderChat }),
  chat: chatJson(state, post.room),
  date: post.date,
  ...(post.editDate !== undefined && { edit_date: post.editDate }),
  ...(post.threadId !== undefined && { message_thread_id: post.threadId }),
  ...(post.inTopic && { is_topic_message: true }),
  ...(withReply && post.replyTo && { reply_to_message: messageJson(state, post.replyTo, false) }),
  ...(post.viaBot && { via_bot: { ...BOT } }),
  ...post.body,
  ...(post.markup && "inline_keyboard" in post.markup && { reply_markup: post.markup }),
});

export const memberJson = (status: string, user: Json): Json => ({
  user,
  status,
  ...(status === "creator" && { is_anonymous: false }),
  ...(status === "kicked" && { until_date: 0 }),
  ...(status === "administrator" && ADMIN),
});

const ADMIN = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: true,
};
