// Telegram: an adapter for a test, over a loopback Bot API, with the program's own core behind it.
import { createTelegram } from "../../../adapters/telegram/index.ts";
import type { ChatAdapter } from "../../../src/core.ts";
import { newId } from "../../../src/core.ts";
import type { FakeTelegram } from "../../fakes/telegram/index.ts";
import { startFakeTelegram } from "../../fakes/telegram/index.ts";
import type { World } from "../../stories/language.ts";
import { startWorld } from "../../stories/world.ts";

export type Stand = { world: World; fake: FakeTelegram; adapter: ChatAdapter; log: string[]; close(): Promise<void> };

/** An adapter that polls, connected. */
export const stand = async (): Promise<Stand> => {
  const world = await startWorld("sqlite");
  const fake = await startFakeTelegram({ now: world.now });
  const log: string[] = [];
  const adapter = another({ world, fake, log });
  await adapter.start(world.app.core);
  await fake.until(() => fake.calls("getUpdates").length > 0 && fake.calls("setChatMenuButton").length > 0);
  const close = async (): Promise<void> => {
    await adapter.stop();
    await fake.close();
    await world.close();
  };
  return { world, fake, adapter, log, close };
};

/** One more replica on the same database. */
export const another = ({ world, fake, log }: Pick<Stand, "world" | "fake" | "log">): ChatAdapter =>
  createTelegram({
    token: fake.token,
    apiUrl: fake.url,
    desk: world.app.store.adapters,
    owner: newId(),
    clock: { now: world.now },
    pace: "none",
    pageUrl: () => "https://party.example",
    log: (event, detail) => log.push(`${event} ${JSON.stringify(detail ?? {})}`),
  });
