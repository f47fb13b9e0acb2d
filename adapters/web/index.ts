// Web: the adapter: a server for the playground, parties' pages, invitations and calendars, and a line to each open page.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { ChatAdapter, Destination, SeenBy, View } from "../../src/core.ts";
import { DeliveryFault } from "../../src/core.ts";
import { openAssets } from "./assets.ts";
import { createGuests, privateRoom } from "./guests.ts";
import type { Live } from "./live.ts";
import { createLive } from "./live.ts";
import type { WebParts } from "./parts.ts";
import { wireMessage } from "./playground.tsx";
import { wireView } from "./render.ts";
import { createSite } from "./site.tsx";

export type WebAdapter = ChatAdapter & {
  /** Once started: where it listens. */
  readonly url: string;
  /** About to stop: each answer from now on ends its connection, so that a proxy sends nothing more on one that is about to close. */
  drain(): void;
};

/** How long requests that are being answered may take when the server stops, in milliseconds. */
const LAST_ANSWERS = 3_000;

export const createWeb = (parts: WebParts): WebAdapter => {
  let server: Server | undefined;
  let live: Live | undefined;
  let encode: ((press: { command: string; args: Record<string, string> }) => string) | undefined;
  let url = "";
  let draining = false;
  return {
    platform: "web",
    get url() {
      return url;
    },
    start: async (core) => {
      encode = core.encode;
      const site = {
        ...parts,
        core,
        guests: createGuests(parts.web, parts.clock),
        assets: await openAssets(parts.pageDir),
        origin: () => parts.publicUrl ?? url,
      };
      const lines = createLive(site);
      live = lines;
      const app = createSite({ ...site, live: lines });
      const made = createAdaptorServer({ fetch: app.fetch }) as Server;
      server = made;
      made.on("upgrade", lines.upgrade);
      made.prependListener("request", (_request, response) => {
        if (draining) response.setHeader("connection", "close");
      });
      url = await listen(made, parts.host, parts.port);
    },
    drain: () => {
      draining = true;
    },
    stop: async () => {
      draining = true;
      const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      await live?.stop();
      server?.closeIdleConnections();
      setTimeout(() => server?.closeAllConnections(), LAST_ANSWERS).unref();
      await closed;
    },
    deliver: async (to, view, { nonce, replace }) => {
      if (!live || !encode) throw new DeliveryFault({ outcome: "retry" });
      const room = roomOf(to);
      const body = JSON.stringify({
        from: "bot",
        view: wireView(view as View, { core: { encode }, locale: view.locale }),
      });
      const stored =
        replace === undefined
          ? parts.web.post(room, nonce, body, parts.clock.now())
          : parts.web.replace(room, replace, body);
      const message = await stored.catch(again);
      if (!message) throw new DeliveryFault({ outcome: "gone" });
      const shown = wireMessage(message);
      const [kind = "", name = ""] = room.split(/:(.*)/s);
      if (kind === "room") live.toRoom(name, { kind: "message", chat: "room", message: shown });
      else if (!(await live.reach(name, shown).catch(again)))
        throw new DeliveryFault({ outcome: "unreachable", why: "no page is open" });
      return { messageId: message.messageId };
    },
  };
};

/** The nonce names the message, so what is in doubt may simply be done again. */
const again = (error: unknown): never => {
  throw new DeliveryFault({ outcome: "retry" }, error);
};

const roomOf = <S extends SeenBy>(to: Destination<S>): string => {
  const where = to as Destination<"person"> | Destination<"group">;
  return "chatId" in where ? where.chatId : privateRoom(where.userId);
};

const listen = (server: Server, host: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      const { port: taken } = server.address() as AddressInfo;
      resolve(`http://${host.includes(":") ? `[${host}]` : host === "0.0.0.0" ? "127.0.0.1" : host}:${taken}`);
    });
  });
