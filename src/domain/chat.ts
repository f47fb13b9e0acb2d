// Domain: where people talk, and who can read what is said there.

export type Platform = "discord" | "telegram" | "web";
export const PLATFORMS: readonly Platform[] = ["discord", "telegram", "web"];

/** Who can read an answer: set by the adapter, for every request. */
export type SeenBy = "person" | "group";

/** A Person's identity on one platform. Ids are strings end to end: they outgrow 2^53. */
export type Account = { platform: Platform; userId: string };

/** A conversation on one platform. `reach: "answer"`: nothing can be posted here, only a request answered. */
export type Chat = { platform: Platform; chatId: string; threadId?: string; kind: SeenBy; reach: "post" | "answer" };

/** Who a delivery is for: a person's account, or a chat that a group reads. */
export type Destination<S extends SeenBy> = S extends "person" ? Account : Chat & { kind: "group" };

/** A mention as adapters write it into a command's text: `@<platform>:<userId>|<name>`. */
export type Mention = { account: Account; name: string };
