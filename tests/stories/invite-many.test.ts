// Stories: a host invites many at once, on a platform that knows crowds: asked first, mentioned in the group, nobody new in private.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import type { Reply, View } from "../../src/core.ts";
import { writeCrowd, writeMention } from "../../src/core.ts";
import type { Chat } from "../../src/domain/chat.ts";
import { createLog } from "../../src/log.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { createRecorder } from "../delivery/recorder.ts";
import { handClock } from "../support/clock.ts";
import { DATABASES, freshDatabase, type Kind } from "../support/databases.ts";

const SERVER = "90071992547409920001";
const RUNNERS = { platform: "discord", crowdId: "18446744073709551615", name: "Sunday Runners", size: 42 } as const;
const lawn: Chat = { platform: "discord", chatId: "1001", server: SERVER, kind: "group", reach: "post" };
const garage: Chat = { ...lawn, chatId: "1002" };
const mentionOf = (name: string): string =>
  writeMention({ account: { platform: "discord", userId: `u-${name}` }, name });

type Told = { reply: Reply<"person">; view: View; text: string };

/** The whole program with a Discord that writes down what it is given. */
const stage = async (kind: Kind) => {
  const { url, drop } = await freshDatabase(kind);
  const discord = createRecorder("discord");
  const clock = handClock();
  const config = readConfig({ DATABASE_URL: url, DATA_KEYS: newDataKey(1), PORT: "0", PLAYGROUND: "off" });
  const app = await startApp({
    config,
    clock,
    log: createLog("fatal"),
    ticking: false,
    adapters: [discord.adapter],
  });
  const types = async (name: string, line: string, chat: Chat = lawn): Promise<Told> => {
    const press = app.core.parse(line);
    if (!press) throw new Error(`no command: ${line}`);
    const reply = await app.core.dispatch({
      id: randomUUID(),
      account: { platform: "discord", userId: `u-${name}` },
      name,
      chat,
      seenBy: "person",
      press,
    });
    await app.sender.drain();
    if (reply.kind !== "done" || !reply.view) throw new Error("no answer");
    return { reply, view: reply.view, text: JSON.stringify([reply.view.title, reply.view.body]) };
  };
  const presses = (name: string, { view }: Told, label: string, chat?: Chat): Promise<Told> => {
    const button = view.buttons?.flat().find((one) => one.label === label);
    if (!button || !("press" in button)) throw new Error(`no button ${label}`);
    return types(name, app.core.encode(button.press), chat);
  };
  const close = async (): Promise<void> => {
    await app.stop();
    await drop();
  };
  return { app, discord, types, presses, close };
};

const PARTY = "/create Rooftop BBQ when:28.11.2026 20:00 where:Kastanienallee 12, Berlin";

describe.each(DATABASES)("inviting many with %s", (kind) => {
  const told = async (tell: (scene: Awaited<ReturnType<typeof stage>>) => Promise<void>): Promise<void> => {
    const scene = await stage(kind);
    try {
      await tell(scene);
    } finally {
      await scene.close();
    }
  };

  test("a role is asked for with its count, then mentioned once in the channel, with the card, and nobody in private", () =>
    told(async ({ discord, types, presses }) => {
      await types("Ada", PARTY);
      const asked = await types("Ada", `/invite role:${writeCrowd(RUNNERS)}`, garage);
      expect(asked.view.title).toBe("Invite @Sunday Runners, 42 people?");
      expect(discord.shown("#1002")).toEqual([]);
      expect((await presses("Ada", asked, "No", garage)).text).toContain("Nobody was invited");
      expect(discord.shown("#1002")).toEqual([]);
      for (let twice = 0; twice < 2; twice++)
        expect((await presses("Ada", asked, "Yes, mention them", garage)).text).toContain("once for each party");
      const shown = discord.shown("#1002");
      expect(shown.map(({ title }) => title).sort()).toEqual(["Ada invites you to Rooftop BBQ", "Rooftop BBQ"]);
      const said = shown.find(({ title }) => title.startsWith("Ada"));
      expect(said?.body?.[0]).toMatchObject({ crowd: { platform: "discord", crowdId: RUNNERS.crowdId } });
      expect(said?.buttons?.[0]).toHaveLength(3);
      expect(JSON.stringify(shown)).not.toContain("Kastanienallee");
      expect(discord.delivered.filter(({ to }) => to.startsWith("@"))).toEqual([]);
    }));

  test("a role is invited by a host, in a channel, and never everybody or as co-hosts", () =>
    told(async ({ discord, types }) => {
      const role = writeCrowd(RUNNERS);
      await types("Ada", PARTY);
      const before = discord.delivered.length;
      const refused = async (words: string, ...what: Parameters<typeof types>) =>
        expect(await types(...what)).toMatchObject({
          reply: { tone: "refused" },
          text: expect.stringContaining(words),
        });
      await refused("Only a host", "Ben", `/invite role:${role} sure:yes`);
      const dm = { ...lawn, chatId: "2001", kind: "person" } as const;
      await refused("in a channel", "Ada", `/invite role:${role} sure:yes`, dm);
      await refused("in a channel", "Ada", `/invite role:${role} sure:yes`, {
        ...lawn,
        chatId: "1003",
        reach: "answer",
      });
      await refused("everybody", "Ada", `/invite role:${writeCrowd({ ...RUNNERS, crowdId: SERVER })} sure:yes`);
      await refused("can't be co-hosts", "Ada", `/invite as:cohost role:${role} sure:yes`);
      expect(discord.delivered.length).toBe(before);
    }));

  test("people and a role together: the people are invited, the role is asked for", () =>
    told(async ({ discord, types }) => {
      await types("Ben", "/help");
      await types("Ada", PARTY);
      const asked = await types("Ada", `/invite who:${mentionOf("Ben")} role:${writeCrowd(RUNNERS)}`);
      expect(asked.text).toContain("Invited: Ben");
      expect(asked.view.title).toContain("42 people");
      expect(discord.shown("@u-Ben").map(({ title }) => title)).toEqual(["Ada invites you to Rooftop BBQ"]);
    }));

  test("many invited by name: who is known here hears in private, who is new is mentioned in the channel, in one message", () =>
    told(async ({ discord, types }) => {
      await types("Ben", "/help");
      await types("Ada", PARTY);
      const everybody = ["Ben", "Cleo", "Dan", "Cleo", "Ada"].map(mentionOf).join(" ");
      expect((await types("Ada", `/invite who:${everybody}`)).text).toContain("Invited: Ben, Cleo, and Dan");
      expect(discord.delivered.filter(({ to }) => to.startsWith("@")).map(({ to }) => to)).toEqual(["@u-Ben"]);
      const mentions = discord.shown("#1001").filter(({ title }) => title.startsWith("Ada"));
      expect(mentions).toHaveLength(1);
      expect(mentions[0]?.body?.filter((piece) => typeof piece === "object")).toEqual([
        { who: "Cleo", account: { platform: "discord", userId: "u-Cleo" }, notify: true },
        { who: "Dan", account: { platform: "discord", userId: "u-Dan" }, notify: true },
      ]);
      expect((await types("Ada", `/invite who:${everybody}`)).text).toContain("Already invited");
      expect(discord.shown("#1001").filter(({ title }) => title.startsWith("Ada"))).toHaveLength(1);
    }));

  test("a role of another platform, or no role at all, is asked about again", () =>
    told(async ({ types }) => {
      await types("Ada", PARTY);
      for (const role of ["&web:1|Everyone|3", "&discord:", "Runners"])
        await expect(types("Ada", `/invite role:${role}`)).rejects.toThrow("no answer");
    }));
});
