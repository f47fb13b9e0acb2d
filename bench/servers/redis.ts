// Bench servers: Redis that writes what it is told to a log, synced every second or at every command.
import { Redis } from "ioredis";
import { type BenchServer, freePort, freshFolder, program, quoted, startBenchServer } from "./process.ts";

/** `everysec`: what was acknowledged within the last second may be lost with the machine. `always`: nothing is. */
export type Sync = "everysec" | "always";

export const startRedis = async (sync: Sync): Promise<BenchServer> => {
  const server = program(["redis-server"], "redis-server");
  const folder = freshFolder("redis");
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  return startBenchServer({
    folder,
    serve: quoted(
      `${server} --port ${port} --bind 127.0.0.1 --dir ${folder} --appendonly yes --appendfsync ${sync} --maxmemory-policy noeviction --daemonize no --save`
        .split(" ")
        .concat(""),
    ),
    url,
    ready: () => ping(url),
  });
};

const ping = async (url: string): Promise<void> => {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on("error", () => {});
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
};
