// Web: messages that another replica stored. It tells their ids alone; they are read here, and shown on the pages that are open here.
import { setTimeout as rest } from "node:timers/promises";
import type { WebMessage } from "../../src/core.ts";
import type { Site } from "./parts.ts";

/** The pages that are open here, by the chat they show ("room:kitchen", "private:<id>"). */
export type Pages = {
  chats(): readonly string[];
  shows(chat: string): boolean;
  show(message: WebMessage): void;
  /** Lets the pages go: they come back and fetch what there is. */
  drop(chat: string): void;
};

export type Echo = {
  heard(chat: string, ids: readonly number[]): void;
  /** Shows the last messages of every chat again: some may have been missed. */
  refresh(): Promise<void>;
};

/** As much as a page fetches when it comes back. */
const LAST = 100;
/** A database of several nodes may know a message a moment later here than there. In milliseconds; then it is thought gone. */
const SOON = [50, 150, 400];

export const createEcho = (site: Pick<Site, "web" | "log">, pages: Pages): Echo => {
  const waiting = new Map<string, Set<number>>();
  const running = new Map<string, Promise<void>>();

  /** One after another for each chat: what was read first must not be shown last. */
  const inTurn = async (chat: string, work: () => Promise<void>): Promise<void> => {
    const before = running.get(chat);
    const mine = Promise.resolve(before)
      .then(work)
      .catch((error: unknown) => {
        site.log("live room failed", { error });
        waiting.delete(chat);
        pages.drop(chat);
      });
    running.set(chat, mine);
    await mine;
    if (running.get(chat) === mine) running.delete(chat);
  };
  const showWaiting = async (chat: string): Promise<void> => {
    for (let ids = take(chat); ids.size > 0 && pages.shows(chat); ids = take(chat)) {
      for (const patience of [0, ...SOON]) {
        await rest(patience);
        for (const message of await messagesOf(site, chat, [...ids])) {
          pages.show(message);
          ids.delete(message.id);
        }
        if (ids.size === 0) break;
      }
    }
  };
  const take = (chat: string): Set<number> => {
    const ids = waiting.get(chat) ?? new Set();
    if (ids.size > 0) waiting.set(chat, new Set());
    else waiting.delete(chat);
    return ids;
  };
  return {
    heard: (chat, ids) => {
      if (!pages.shows(chat)) return;
      const known = waiting.get(chat);
      for (const id of ids) known?.add(id);
      if (known) return;
      waiting.set(chat, new Set(ids));
      void inTurn(chat, () => showWaiting(chat));
    },
    refresh: async () => {
      for (const chat of pages.chats()) {
        await inTurn(chat, async () => {
          for (const message of await site.web.messages(chat, LAST)) pages.show(message);
        });
      }
    },
  };
};

/** Those of the ids that there are. New ones are the last of their chat, so that one reading gives them all; changed ones stand anywhere. */
const messagesOf = async ({ web }: Pick<Site, "web">, chat: string, ids: readonly number[]): Promise<WebMessage[]> => {
  const wanted = new Set(ids);
  const last = await web.messages(chat, Math.min(ids.length, LAST), Math.max(...ids) + 1);
  const found = last.filter((message) => wanted.delete(message.id));
  for (const id of wanted) found.push(...(await web.messages(chat, 1, id + 1)).filter((message) => message.id === id));
  return found.sort((a, b) => a.id - b.id);
};
