// The loopback Bot API: groups, supergroups and channels, and what happens to them.
import { tell } from "./ear.ts";
import { isStartPayload } from "./links.ts";
import type { Rooms } from "./methods/house.ts";
import type { FakeUser, Place } from "./people.ts";
import type { Json } from "./refused.ts";
import { type Seen, seen } from "./screen.ts";
import { chatJson, memberJson } from "./shapes.ts";
import { BOT, type Room, type Status } from "./state.ts";
import { textBody, withFound } from "./text.ts";

export type GroupOptions = {
  /** Whether the bot is in it from the start (true), brought by the first member. */
  bot?: boolean;
  admins?: FakeUser[];
  forum?: boolean;
};
export type FakeGroup = {
  id: number;
  readonly title: string;
  room: Room;
  add(user: FakeUser): void;
  remove(user: FakeUser): void;
  promote(user: FakeUser): void;
  addBot(by: FakeUser, payload?: string): void;
  removeBot(by?: FakeUser): void;
  promoteBot(by?: FakeUser): void;
  demoteBot(by?: FakeUser): void;
  muteBot(muted: boolean): void;
  rename(title: string, by?: FakeUser): void;
  migrate(by?: FakeUser): FakeGroup;
  topic(name: string, by?: FakeUser): Place & { threadId: number };
  seen(): Seen[];
};

/** The first member made the group. With the bot in it, the bot is told so as it would be. */
export const createGroup = (
  house: Rooms,
  type: "group" | "supergroup",
  title: string,
  members: FakeUser[],
  opts: GroupOptions = {},
): FakeGroup => {
  const room = house.state.newRoom(type, title, opts.forum ?? false);
  members.forEach((user, at) => room.members.set(user.id, at === 0 ? "creator" : "member"));
  for (const admin of opts.admins ?? []) room.members.set(admin.id, "administrator");
  const group = groupOf(house, room);
  const [founder] = members;
  if (opts.bot !== false && founder) group.addBot(founder);
  return group;
};

const groupOf = (house: Rooms, room: Room): FakeGroup => {
  const { state, inbox } = house;
  const someone = (user: FakeUser | undefined): Json =>
    user?.json() ?? personOf(house, [...room.members.keys()][0] ?? 0);
  const service = (from: Json, body: Json): Seen => {
    const post = state.post(room, { from, byBot: false, viaBot: false, inTopic: false, body });
    tell(state, inbox, post);
    return seen(post);
  };
  const turnBot = (status: Status, from: Json): void => {
    const change = {
      old_chat_member: memberJson(room.bot, { ...BOT }),
      new_chat_member: memberJson(status, { ...BOT }),
    };
    room.bot = status;
    inbox.push("my_chat_member", { chat: chatJson(state, room), from, date: state.seconds(), ...change });
    state.changed();
  };
  const turnPerson = (user: FakeUser, status: Status): void => {
    const change = {
      old_chat_member: memberJson(room.members.get(user.id) ?? "left", user.json()),
      new_chat_member: memberJson(status, user.json()),
    };
    room.members.set(user.id, status);
    inbox.push("chat_member", {
      chat: chatJson(state, room),
      from: someone(undefined),
      date: state.seconds(),
      ...change,
    });
    state.changed();
  };
  return {
    id: room.id,
    get title() {
      return room.title;
    },
    room,
    add: (user) => {
      turnPerson(user, "member");
      service(user.json(), {
        new_chat_participant: user.json(),
        new_chat_member: user.json(),
        new_chat_members: [user.json()],
      });
    },
    remove: (user) => {
      turnPerson(user, "left");
      service(user.json(), { left_chat_participant: user.json(), left_chat_member: user.json() });
    },
    promote: (user) => turnPerson(user, "administrator"),
    /** With a payload: by t.me/partybot?startgroup=<payload>, which also sends "/start@partybot <payload>". */
    addBot: (by, payload) => {
      if (payload !== undefined && !isStartPayload(payload)) throw new Error("clients open no such startgroup payload");
      turnBot("member", by.json());
      service(by.json(), { new_chat_member: { ...BOT }, new_chat_members: [{ ...BOT }] });
      if (payload !== undefined) by.sends({ id: room.id }, `/start@${BOT.username} ${payload}`);
    },
    /** A basic group also shows the bot who left; a supergroup does not. */
    removeBot: (by) => {
      if (room.type === "group") service(someone(by), { left_chat_member: { ...BOT } });
      turnBot("kicked", someone(by));
    },
    promoteBot: (by) => turnBot("administrator", someone(by)),
    demoteBot: (by) => turnBot("member", someone(by)),
    muteBot: (muted) => {
      room.muted = muted;
    },
    rename: (title, by) => {
      room.title = title;
      service(someone(by), { new_chat_title: title });
    },
    migrate: (by) => migrated(house, room, someone(by)),
    topic: (name, by) => {
      if (!room.forum) throw new Error("only a forum has topics");
      const post = state.post(room, { from: someone(by), byBot: false, viaBot: false, inTopic: true, body: {} });
      post.body = { forum_topic_created: { name, icon_color: 7322096 } };
      post.threadId = post.id;
      room.topics.set(post.id, post);
      tell(state, inbox, post);
      return { id: room.id, threadId: post.id };
    },
    seen: () => [...room.posts.values()].filter((post) => !post.deleted).map(seen),
  };
};

const personOf = (house: Rooms, id: number): Json => {
  const person = house.state.people.get(id);
  return person ? { id, is_bot: false, first_name: person.firstName } : { ...BOT };
};

/** The old chat is closed, with the new one's id in its last message; the new one starts with the old one's, and its own ids. */
const migrated = (house: Rooms, old: Room, from: Json): FakeGroup => {
  const { state, inbox } = house;
  if (old.type !== "group") throw new Error("only a basic group migrates");
  const room = state.newRoom("supergroup", old.title);
  for (const [id, status] of old.members) room.members.set(id, status);
  room.bot = old.bot;
  const shared = { from, byBot: false, viaBot: false, inTopic: false };
  tell(state, inbox, state.post(old, { ...shared, body: { migrate_to_chat_id: room.id } }));
  old.migratedTo = room.id;
  tell(state, inbox, state.post(room, { ...shared, body: { migrate_from_chat_id: old.id } }));
  return groupOf(house, room);
};

export type FakeChannel = { id: number; posts(text: string): Seen };

/** A channel in which the bot is an admin. */
export const createChannel = (house: Rooms, title: string): FakeChannel => {
  const { state, inbox } = house;
  const room = state.newRoom("channel", title);
  room.bot = "administrator";
  return {
    id: room.id,
    posts: (text) => {
      const senderChat = { id: room.id, title, type: "channel" };
      const body = textBody(withFound({ text, entities: [] }));
      const post = state.post(room, {
        from: { ...BOT },
        senderChat,
        byBot: false,
        viaBot: false,
        inTopic: false,
        body,
      });
      tell(state, inbox, post);
      return seen(post);
    },
  };
};
