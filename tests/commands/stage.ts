// Tests: the whole program with a platform at its contract: people type in private, and what they are told is read where it arrives.
import type { App } from "../../src/app.ts";
import { startApp } from "../../src/app.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { View } from "../../src/chat/view.ts";
import { readConfig } from "../../src/config.ts";
import type { Chat } from "../../src/core.ts";
import { createLog } from "../../src/log.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { createRecorder } from "../delivery/recorder.ts";
import { handClock } from "../support/clock.ts";
import { freshDatabase, type Kind } from "../support/databases.ts";

export type Stage = Awaited<ReturnType<typeof startStage>>;

/** All words of a view, in one string; times are not in it. */
export const textOf = (view: View | undefined): string =>
  view ? JSON.stringify([view.title, view.body, view.fields, view.buttons]) : "";

const viewOf = (reply: Reply): View => {
  if (reply.kind !== "done" || !reply.view) throw new Error(`a question: ${JSON.stringify(reply)}`);
  return reply.view;
};

export const startStage = async (kind: Kind, env: Record<string, string> = {}) => {
  const database = await freshDatabase(kind);
  const platform = createRecorder("telegram");
  const clock = handClock();
  const config = readConfig({
    DATABASE_URL: database.url,
    DATA_KEYS: newDataKey(1),
    PORT: "0",
    PLAYGROUND: "off",
    ...env,
  });
  const app: App = await startApp({
    config,
    clock,
    log: createLog("fatal"),
    ticking: false,
    adapters: [platform.adapter],
  });
  const group: Chat = { platform: "telegram", chatId: "-100", kind: "group", reach: "post" };
  const alone = (name: string): Chat => ({ platform: "telegram", chatId: name, kind: "person", reach: "post" });
  const says = async (name: string, press: { command: string; args: Record<string, string> }, chat: Chat) => {
    const reply = await app.core.dispatch({
      id: newId(),
      account: { platform: "telegram", userId: name },
      name,
      locale: "en",
      timeZone: "Europe/Berlin",
      chat,
      seenBy: chat.kind,
      press,
    });
    return viewOf(reply);
  };
  const types = (name: string, line: string, chat = alone(name)): Promise<View> => {
    const press = app.core.parse(line);
    if (!press) throw new Error(`no command: ${line}`);
    return says(name, press, chat);
  };
  return {
    app,
    clock,
    url: database.url,
    group,
    types,
    /** The button is pressed as it would come back from the platform: encoded, and read again. */
    presses: (name: string, view: View | undefined, label: string): Promise<View> => {
      const button = view?.buttons?.flat().find((one) => one.label === label);
      if (!button || !("press" in button)) throw new Error(`no button ${label}`);
      return types(name, app.core.encode(button.press));
    },
    /** What somebody was told in private, oldest first. */
    told: (name: string): View[] => platform.shown(`@${name}`),
    settles: () => app.sender.drain(),
    passes: async (ms: number): Promise<void> => {
      clock.forward(ms);
      await app.sender.drain();
    },
    until: async (at: number): Promise<void> => {
      clock.set(at);
      await app.sender.drain();
    },
    close: async (): Promise<void> => {
      await app.stop();
      await database.drop();
    },
  };
};
