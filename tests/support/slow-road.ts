// Support: the road to a server, which a test can close: nothing arrives while it is frozen, and nothing is lost.
import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";

export type Road = {
  /** The server's address, by way of this road. */
  url: string;
  freeze(): void;
  thaw(): void;
  /** Cuts every connection that is open now. */
  cut(): void;
  close(): Promise<void>;
};

/** A TCP proxy on 127.0.0.1 to the host and port of `url`. */
export const openRoad = async (url: string): Promise<Road> => {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((from) => {
    const to = connect(Number(target.port), target.hostname);
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(a);
      a.setNoDelay(true);
      a.pipe(b);
      a.on("error", () => b.destroy());
      a.on("close", () => {
        sockets.delete(a);
        b.destroy();
      });
      if (frozen) a.unpipe(b).pause();
    }
    pairs.set(from, to);
    pairs.set(to, from);
  });
  const pairs = new WeakMap<Socket, Socket>();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const road = new URL(url);
  road.hostname = "127.0.0.1";
  road.port = String((server.address() as AddressInfo).port);
  const turn = (on: boolean): void => {
    frozen = on;
    for (const socket of sockets) {
      const other = pairs.get(socket);
      if (on) socket.unpipe(other).pause();
      else if (other) socket.pipe(other);
    }
  };
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: road.href,
    freeze: () => turn(true),
    thaw: () => turn(false),
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
