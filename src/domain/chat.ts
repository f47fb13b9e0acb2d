// Domain: where people talk, and who can read what is said there.

export type Platform = "discord" | "telegram" | "web";
export const PLATFORMS: readonly Platform[] = ["discord", "telegram", "web"];

/** Who can read an answer: set by the adapter, for every request. */
export type SeenBy = "person" | "group";

/** A Person's identity on one platform. Ids are strings end to end: they outgrow 2^53. */
export type Account = { platform: Platform; userId: string };

/**
 * A conversation on one platform. `reach: "answer"`: nothing can be posted here, only a request answered. `server`: what the chat belongs
 * to, where the platform has such a thing (a Discord server).
 */
export type Chat = {
  platform: Platform;
  chatId: string;
  threadId?: string;
  server?: string;
  kind: SeenBy;
  reach: "post" | "answer";
};

/** The chat that stands for a server's own calendar of events: it holds cards, and nothing else is said there. */
export const eventsChat = (platform: Platform, server: string): Chat & { server: string } => ({
  platform,
  chatId: `events:${server}`,
  server,
  kind: "group",
  reach: "post",
});

export const isEventsChat = ({ chatId, server }: Chat): boolean =>
  server !== undefined && chatId === `events:${server}`;

/** Who a delivery is for: a person's account, or a chat that a group reads. */
export type Destination<S extends SeenBy> = S extends "person" ? Account : Chat & { kind: "group" };

/** A mention as adapters write it into a command's text: `@<platform>:<userId>|<name>`. */
export type Mention = { account: Account; name: string };

/** Many people under one name that a platform knows (a Discord role): they are told together, never one by one. */
export type Crowd = {
  platform: Platform;
  crowdId: string;
  name: string /** How many people it is, where the platform tells. */;
  size?: number;
};
