// Tests: what the platforms took from the bot, written down on the road to them: message by message, as a reader of the chat sees them.
import type { Answer, Passage } from "../support/faulty-road.ts";

type Platform = "telegram" | "discord";

/** `address`: the chat's id on its platform. `title`: the message's first line. */
export type Posted = { platform: Platform; address: string; messageId: string; title: string };

export type Ledger = {
  /** For a road's `carriedOut`. */
  of(platform: Platform): (passage: Passage, answer: Answer) => void;
  /** The ids of the messages with this title in a chat: one, unless it was told again. */
  ids(address: string, title: string): readonly string[];
  /** The titles in a chat. */
  titles(address: string): readonly string[];
  /** Messages that stand in a chat once more, by platform. */
  repeats(): Record<Platform, number>;
  posted(): number;
};

/** What was posted, as far as it was: an edit and a refusal post nothing, and a nonce that the platform knows finds the earlier message. */
export const createLedger = (): Ledger => {
  const messages = new Map<string, { platform: Platform; ids: Set<string> }>();
  const keyOf = (address: string, title: string): string => `${address} ${title}`;
  return {
    of: (platform) => (passage, answer) => {
      const one = postedIn(platform, passage, answer);
      if (!one) return;
      const key = keyOf(one.address, one.title);
      const known = messages.get(key) ?? { platform, ids: new Set() };
      known.ids.add(one.messageId);
      messages.set(key, known);
    },
    ids: (address, title) => [...(messages.get(keyOf(address, title))?.ids ?? [])],
    titles: (address) => {
      const own = keyOf(address, "");
      return [...messages.keys()].filter((key) => key.startsWith(own)).map((key) => key.slice(own.length));
    },
    repeats: () => {
      const all: Record<Platform, number> = { telegram: 0, discord: 0 };
      for (const { platform, ids } of messages.values()) all[platform] += ids.size - 1;
      return all;
    },
    posted: () => [...messages.values()].reduce((sum, { ids }) => sum + ids.size, 0),
  };
};

/** The message that a request posted; undefined where it posted none. */
export const postedIn = (platform: Platform, passage: Passage, answer: Answer): Posted | undefined => {
  if (answer.status !== 200) return undefined;
  const to = destinationOf(platform, passage);
  if (to?.what !== "post") return undefined;
  const told: unknown = JSON.parse(answer.body);
  const messageId =
    platform === "telegram"
      ? (told as { result: { message_id: number } }).result.message_id
      : (told as { id: string }).id;
  return { platform, address: to.address, messageId: String(messageId), title: to.title };
};

export type Bound = { what: "post" | "edit"; address: string; title: string };

const CHANNEL = /\/channels\/(\d+)\/messages(?:\/\d+)?$/;

/** What a request is about, where it posts or edits a message. */
export const destinationOf = (platform: Platform, { method, path, body }: Passage): Bound | undefined => {
  if (platform === "telegram") {
    const what = path.endsWith("/sendMessage") ? "post" : path.endsWith("/editMessageText") ? "edit" : undefined;
    if (!what) return undefined;
    const { chat_id, text = "" } = JSON.parse(body) as { chat_id: string | number; text?: string };
    return { what, address: String(chat_id), title: firstLine(text) };
  }
  const [, address] = CHANNEL.exec(path) ?? [];
  const what = method === "POST" ? "post" : method === "PATCH" ? "edit" : undefined;
  if (address === undefined || !what) return undefined;
  const { embeds = [] } = JSON.parse(body) as { embeds?: { title?: string }[] };
  return { what, address, title: firstLine(embeds[0]?.title ?? "") };
};

/** Without marks: Telegram's are tags, Discord's are backslashes. */
const firstLine = (text: string): string => (text.split("\n", 1)[0] ?? "").replace(/<[^>]*>|\\/g, "").trim();
