// A server's settings, as those who manage it give them: who may, what they show, and what they change for everybody.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { startApp } from "../../src/app.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { readConfig } from "../../src/config.ts";
import type { Chat, Request } from "../../src/core.ts";
import { DAY } from "../../src/domain/time.ts";
import { createLog } from "../../src/log.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Recorder } from "../delivery/recorder.ts";
import { createRecorder } from "../delivery/recorder.ts";
import { handClock } from "../support/clock.ts";
import { type FreshDatabase, freshDatabase } from "../support/databases.ts";

let app: App;
let database: FreshDatabase;
let discord: Recorder;
const clock = handClock();

beforeAll(async () => {
  database = await freshDatabase("sqlite");
  discord = createRecorder("discord");
  const config = readConfig({ DATABASE_URL: database.url, DATA_KEYS: newDataKey(1), PORT: "0" });
  const log = createLog("fatal");
  app = await startApp({ config, clock, log, ticking: false, adapters: [discord.adapter] });
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

const channelOf = (server: string, chatId: string = newId()): Chat & { server: string } => ({
  ...{ platform: "discord", chatId, server, kind: "group", reach: "post" },
});

type Typing = Partial<Pick<Request, "chatAdmin" | "locale" | "timeZone">>;

/** What a manager gets who types a line in the chat; somebody else with `chatAdmin: false`. */
const types = (chat: Chat, line: string, typing: Typing = {}): Promise<Reply<"person">> =>
  app.core.dispatch({
    id: newId(),
    account: { platform: "discord", userId: "41771983423143937" },
    name: "Deniz",
    chat,
    seenBy: "person",
    chatAdmin: true,
    press: app.core.parse(line) ?? { command: line, args: {} },
    ...typing,
  });

const shown = (reply: Reply): string[] =>
  reply.kind === "done"
    ? (reply.view?.fields ?? []).map(({ label, value }) => `${label}: ${value.join("")}`)
    : ["a question"];
const said = (reply: Reply): string => (reply.kind === "done" ? (reply.view?.body ?? []).join("") : "a question");
const pressed = (reply: Reply, label: string): string => {
  const buttons = reply.kind === "done" ? (reply.view?.buttons ?? []).flat() : [];
  const button = buttons.find((one) => one.label === label);
  if (!button || !("press" in button)) throw new Error(`no button ${label}`);
  return app.core.encode(button.press);
};

const NOTHING = [
  "Time zone: not set",
  "Language: not set",
  "Reminders for groups: where a party's card is",
  "Server events: off",
];

describe("the settings of a server", () => {
  test("without a wish they show all there is, and nothing is saved", async () => {
    const reply = await types(channelOf(newId()), "settings for:server");
    expect(shown(reply)).toEqual(NOTHING);
    expect(said(reply)).not.toContain("Saved");
  });

  test("the chat for reminders and the events are the server's without saying so, and are shown where they are set", async () => {
    const here = channelOf(newId());
    const set = await types(here, "settings channel:#discord:123456789012345678|party_board events:on");
    expect(said(set)).toContain("Saved.");
    expect(shown(set).slice(2)).toEqual([
      "Reminders for groups: #party board",
      "Server events: on: each party here is also one of the server's events, without its address",
    ]);
    const off = await types(here, pressed(set, "Turn events off"));
    expect(shown(off)[3]).toBe("Server events: off");
    const cleared = await types(here, pressed(off, "Remind where the card is"));
    expect(shown(cleared)).toEqual(NOTHING);
  });

  test("the zone and the language hold in every chat that says nothing else, also in one that is new", async () => {
    const server = newId();
    const [hall, kitchen] = [channelOf(server), channelOf(server)];
    await types(hall, "settings for:all zone:Europe/Paris language:de");
    await types(kitchen, "settings for:chat zone:Asia/Tokyo");
    const made = async (chat: Chat): Promise<string> => {
      const reply = await types(chat, "create BBQ when:sat 19:00 where:the garden");
      const when = reply.kind === "done" ? reply.view?.fields?.[0]?.value[0] : undefined;
      return typeof when === "object" && "at" in when ? when.timeZone : "no time";
    };
    expect([await made(hall), await made(kitchen), await made(channelOf(server))]).toEqual([
      "Europe/Paris",
      "Asia/Tokyo",
      "Europe/Paris",
    ]);
    await app.sender.drain();
    expect(discord.shown(`#${hall.chatId}`)[0]?.fields?.[0]?.label).toBe("Wann");
    expect(await made(channelOf(newId()))).toBe("no time");
  });

  test("a party created in the server is reminded in its chat for reminders and stands among its events", async () => {
    const server = newId();
    const here = channelOf(server);
    await types(here, `settings channel:#discord:77${server}|board events:on zone:Europe/Berlin`);
    await types(here, "create BBQ when:tomorrow 23:00 where:the garden");
    await app.sender.drain();
    const [event] = discord.shown(`#events:${server}`).map((view) => view.event);
    if (!event) throw new Error("no event");
    expect(event).toMatchObject({ calledOff: false, timeZone: "Europe/Berlin" });
    clock.forward(DAY);
    await app.sender.drain();
    expect(discord.shown(`#77${server}`).map((view) => view.title)).toEqual(["In 11 hours: BBQ"]);
    expect(discord.shown(`#${here.chatId}`).map((view) => view.title)).toEqual(["BBQ"]);
    const off = types(here, "settings events:off");
    await off;
    await app.sender.drain();
    expect(discord.shown(`#events:${server}`).map((view) => view.event?.calledOff)).toEqual([true]);
  });

  test("what Discord refuses is said where the settings are shown", async () => {
    const server = newId();
    const here = channelOf(server);
    discord.fault(`#events:${server}`, { outcome: "unreachable", why: "no permission" });
    await types(here, `settings events:on zone:Europe/Berlin channel:#discord:88${server}|board`);
    await types(here, "create BBQ when:sat 23:00 where:the garden");
    await app.sender.drain();
    await app.core.chatChanged(newId(), { kind: "left", chat: channelOf(server, `88${server}`) });
    const [, , channel, events] = shown(await types(here, "settings for:server"));
    expect(channel).toContain("#board, and I can't post there");
    expect(events).toContain("give me Create Events and Manage Events");
  });

  test.each([
    ["somebody who manages nothing", channelOf("1"), "settings events:on", { chatAdmin: false }, "those who manage"],
    ["a chat of no server", { ...channelOf("1"), server: "" }, "settings for:server zone:Berlin", {}, "no server"],
    ["a server the bot is not in", { ...channelOf("1"), reach: "answer" }, "settings events:on", {}, "not a member"],
    ["reminders for a whole server", channelOf("1"), "settings for:server reminders:off", {}, "for each chat"],
  ] as const)("kindly refused: %s", async (_, chat, line, typing, words) => {
    const { server, ...alone } = chat;
    const reply = await types(server === "" ? alone : chat, line, typing);
    expect(reply.kind === "done" && reply.tone).toBe("refused");
    expect(said(reply)).toContain(words);
    expect(await app.store.reads.chats.server("discord", "1")).toBeUndefined();
  });

  test("a chat of another server cannot be chosen, nor one of another platform", async () => {
    const theirs = channelOf(newId());
    await types(theirs, "help");
    const here = channelOf(newId());
    expect(said(await types(here, `settings channel:#discord:${theirs.chatId}|theirs`))).toContain(
      "not in this server",
    );
    expect((await app.store.reads.chats.find(theirs))?.ref.server).toBe(theirs.server);
    for (const channel of ["#telegram:5|theirs", "#nothing", "somewhere"]) {
      const reply = await types(here, `settings channel:${channel}`);
      expect(reply.kind === "ask" && reply.ask.trouble?.words).toContain("I don't know that channel");
    }
  });

  test("what one platform alone has is offered there alone", async () => {
    const help = async (chat: Chat) => shown(await types(chat, "help settings")).map((line) => line.split(":")[0]);
    expect(await help(channelOf(newId()))).toEqual(expect.arrayContaining(["channel", "events"]));
    const telegram: Chat = { platform: "telegram", chatId: "-100", kind: "group", reach: "post" };
    expect((await help(telegram)).filter((name) => name === "channel" || name === "events")).toEqual([]);
  });
});
