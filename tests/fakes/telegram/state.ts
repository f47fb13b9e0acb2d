// The loopback Bot API: what the server knows: people, chats and what was posted in them.
import type { Json } from "./refused.ts";

export type Entity = { type: string; offset: number; length: number } & Json;
export type Status = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked";

export type Person = {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  /** The bot has received something of theirs. */
  met: boolean;
  started: boolean;
  blocked: boolean;
  deactivated: boolean;
};

export type Room = {
  id: number;
  type: "private" | "group" | "supergroup" | "channel";
  title: string;
  forum: boolean;
  members: Map<number, Status>;
  bot: Status;
  /** The bot may be a member and yet not allowed to write. */
  muted: boolean;
  migratedTo?: number;
  posts: Map<number, Post>;
  topics: Map<number, Post>;
  instance: string;
};

export type Post = {
  id: number;
  room: Room;
  /** Who it is from, as `from` and `sender_chat` of the message. */
  from: Json;
  senderChat?: Json;
  byBot: boolean;
  date: number;
  editDate?: number;
  /** text, entities, location, venue and whatever else is the message's own. */
  body: Json;
  markup?: Json;
  replyTo?: Post;
  threadId?: number;
  inTopic: boolean;
  viaBot: boolean;
  inlineId?: string;
  deleted: boolean;
};

export const BOT = {
  id: 7_012_345_678,
  is_bot: true,
  first_name: "Party With Me",
  username: "partybot",
} as const;

export const ANONYMOUS_ADMIN = { id: 1087968824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
export const CHANNEL_SENDER = { id: 136817688, is_bot: true, first_name: "Channel", username: "Channel_Bot" };

export type State = ReturnType<typeof createState>;

export const createState = (now: () => number) => {
  const people = new Map<number, Person>();
  const rooms = new Map<number, Room>();
  const inline = new Map<string, Post>();
  const watchers = new Set<() => void>();
  // Ids as they are today: people above 2^31, and message ids one row for private chats and basic groups together.
  let nextPerson = 5_200_000_001;
  let nextGroup = 4_800_000_001;
  let nextMessage = 1_201;
  let nextUnique = 4_611_686_018_427_387n;

  const changed = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  const unique = (): string => `${(nextUnique += 7919n)}${String(nextUnique % 997n).padStart(3, "0")}`;
  const seconds = (): number => Math.floor(now() / 1000);
  const room = (id: number, type: Room["type"], title: string, forum = false): Room => {
    const made: Room = {
      id,
      type,
      title,
      forum,
      members: new Map(),
      bot: type === "private" ? "member" : "left",
      muted: false,
      posts: new Map(),
      topics: new Map(),
      instance: unique(),
    };
    rooms.set(id, made);
    return made;
  };

  return {
    people,
    rooms,
    inline,
    now,
    seconds,
    unique,
    changed,
    watch: (watcher: () => void): (() => void) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    newPerson: (firstName: string, more: Partial<Person>): Person => {
      const fresh = { met: false, started: false, blocked: false, deactivated: false };
      const person: Person = { id: (nextPerson += 101), firstName, ...fresh, ...more };
      people.set(person.id, person);
      room(person.id, "private", firstName).members.set(person.id, "member");
      return person;
    },
    newRoom: (type: "group" | "supergroup" | "channel", title: string, forum = false): Room => {
      const bare = (nextGroup += 1013);
      return room(type === "group" ? -bare : Number(`-100${bare % 10_000_000_000}`), type, title, forum);
    },
    /** Posts, and gives the post its id: one row of ids for all small chats, a row for each supergroup and channel. */
    post: (inRoom: Room, post: Omit<Post, "id" | "room" | "date" | "deleted">): Post => {
      const own = inRoom.type === "supergroup" || inRoom.type === "channel";
      const id = own ? inRoom.posts.size + 1 : (nextMessage += 1);
      const made: Post = { ...post, id, room: inRoom, date: seconds(), deleted: false };
      inRoom.posts.set(id, made);
      changed();
      return made;
    },
  };
};
