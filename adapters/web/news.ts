// Web: news for a guest who answered on a party's page: shown on a page of theirs that is open, else kept for their next visit.
import type { WebSocket } from "ws";
import type { WebStore } from "../../src/core.ts";
import { privateRoom } from "./guests.ts";
import { newsLine } from "./news-line.ts";
import type { Site } from "./parts.ts";
import { wireMessage } from "./playground.tsx";
import { sendTo } from "./sending.ts";
import type { ServerFrame, WireMessage, WireNews } from "./wire.ts";

export type News = {
  /** A page of this guest is open on this socket: it is told what they have not seen, now and from now on. Returns the way to stop. */
  open(userId: string, socket: WebSocket): () => void;
  /** That page says that it shows the message to somebody who looks at it. */
  seen(socket: WebSocket, messageId: string): void;
  /** Whose pages are open here. */
  guests(): Iterable<string>;
  isOpen(userId: string): boolean;
  show(userId: string, message: WireMessage): void;
  /** Whether a page showed it, here or on another replica, by now or within `PATIENCE`. Asked before the message is shown. */
  reached(userId: string, message: WireMessage): Promise<boolean>;
  stop(): void;
};

/** A page that is looked at says so at once: this is the way there and back, over a slow line. In milliseconds. */
const PATIENCE = 2_000;
/** As much as somebody reads who comes back. */
const LAST = 5;

type Page = { userId: string; shown: Map<string, WireMessage> };

export const createNews = (site: Pick<Site, "web" | "log" | "others">): News => {
  const pages = new Map<WebSocket, Page>();
  const sockets = new Map<string, Set<WebSocket>>();
  const waiting: Waiting = new Map();
  const tell = (socket: WebSocket, message: WireMessage): void => {
    if (message.seen || !message.view) return;
    pages.get(socket)?.shown.set(message.messageId, message);
    sendTo(socket, JSON.stringify({ kind: "news", news: newsLine(message.view, message) } satisfies ServerFrame));
  };
  const keep = async (userId: string, message: WireMessage): Promise<void> => {
    await markSeen(site.web, userId, message);
    waiting.get(message.messageId)?.(true);
    site.others.say({ room: privateRoom(userId), seen: [message.messageId] });
  };
  const stopHearing = site.others.onWord((word) => {
    if ("seen" in word) for (const messageId of word.seen) waiting.get(messageId)?.(true);
  });
  const failed = (error: unknown): void => site.log("live news failed", { error });
  return {
    open: (userId, socket) => {
      const theirs = sockets.get(userId) ?? new Set();
      sockets.set(userId, theirs.add(socket));
      pages.set(socket, { userId, shown: new Map() });
      unseen(site.web, userId)
        .then((messages) => messages.forEach((message) => tell(socket, message)))
        .catch(failed);
      return () => {
        pages.delete(socket);
        theirs.delete(socket);
        if (theirs.size === 0) sockets.delete(userId);
      };
    },
    seen: (socket, messageId) => {
      const page = pages.get(socket);
      const message = page?.shown.get(messageId);
      if (!page || !message) return;
      page.shown.delete(messageId);
      keep(page.userId, message).catch(failed);
    },
    guests: () => sockets.keys(),
    isOpen: (userId) => sockets.has(userId),
    show: (userId, message) => {
      for (const socket of sockets.get(userId) ?? []) tell(socket, message);
    },
    reached: async (userId, message) => {
      if (message.seen) return true;
      if (!sockets.has(userId) && site.others.alone()) return false;
      const heard = await heardWithin(waiting, message.messageId);
      // Another replica's word may be lost; what it stored is not.
      return heard || (await isSeen(site.web, userId, message));
    },
    stop: () => {
      stopHearing();
      for (const end of [...waiting.values()]) end(false);
    },
  };
};

/** By a message's id: called with whether it was shown. */
type Waiting = Map<string, (shown: boolean) => void>;

const heardWithin = (waiting: Waiting, messageId: string): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (heard: boolean): void => {
      clearTimeout(late);
      waiting.delete(messageId);
      resolve(heard);
    };
    const late = setTimeout(end, PATIENCE, false).unref();
    waiting.set(messageId, end);
  });

const isSeen = async (web: WebStore, userId: string, { id }: WireMessage): Promise<boolean> => {
  const [message] = await web.messages(privateRoom(userId), 1, id + 1);
  return message?.id === id && wireMessage(message).seen === true;
};

const markSeen = async (web: WebStore, userId: string, { messageId, from, view }: WireMessage): Promise<void> => {
  await web.replace(privateRoom(userId), messageId, JSON.stringify({ from, view, seen: true }));
};

/** What nobody saw yet of the last that this guest was told, oldest first. */
const unseen = async (web: WebStore, userId: string): Promise<WireMessage[]> =>
  (await web.messages(privateRoom(userId), LAST)).map(wireMessage).filter(({ view, seen }) => view && !seen);

/** What happened since this guest's last visit, told now and not again. Who plays in the playground reads it there. */
export const newsSince = async (
  { web, guests, playground, log }: Pick<Site, "web" | "guests" | "playground" | "log">,
  userId: string,
): Promise<WireNews[]> => {
  if (playground && (await guests.isPlaying(userId))) return [];
  const messages = await unseen(web, userId);
  for (const message of messages) {
    // While nothing can be written the page is still to be read; then it tells the same once more.
    await markSeen(web, userId, message).catch((error: unknown) => log("news not marked", { error }));
  }
  return messages.flatMap((message) => (message.view ? [newsLine(message.view, message)] : []));
};
