// Web: the playground's routes: joining, what was said, saying something, completions.
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Chat, Press, WebMessage } from "../../src/core.ts";
import { cleanLines, isPartyCode, newId } from "../../src/core.ts";
import { setCookie } from "./cookies.ts";
import type { Guest } from "./guests.ts";
import { addressOf, bodyOf, localeOf } from "./incoming.ts";
import { fail, notTooFast } from "./kindly.ts";
import type { Limits } from "./limits.ts";
import { page } from "./page.ts";
import { Shell } from "./pages.tsx";
import type { Site } from "./parts.ts";
import { wireArgs, wireReply } from "./render.ts";
import { ask, pressOf, privateChat, roomChat, withMentions } from "./talk.ts";
import type { ChatState, Joined, Said, Suggestions, WireMessage } from "./wire.ts";

const NAME_MAX = 60;
const CHAT_MAX = 2_000;
const LINE_MAX = 20_000;
const HISTORY = 100;
const USUAL_ROOM = "kitchen";

const room = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .default(USUAL_ROOM);
const args = z.record(z.string().max(32), z.string().max(LINE_MAX));
const people = z.object({ name: z.string().max(200), timeZone: z.string().max(64).optional(), room: room.optional() });
const common = { id: z.string().regex(/^[\w.:-]{1,64}$/), chat: z.enum(["room", "private"]), room };
const say = z.union([
  z.object({ ...common, text: z.string() }),
  z.object({ ...common, press: z.string().max(200), on: z.string().max(64).optional() }),
  z.object({ ...common, draft: z.string().max(64).optional(), command: z.string().max(64), args }),
]);
const wish = z.object({
  chat: z.enum(["room", "private"]),
  room,
  command: z.string().max(64),
  arg: z.string().max(32),
  typed: z.string().max(300),
  args: args.default({}),
});

const visit = z.object({ bearer: z.string().max(64), party: z.string().refine(isPartyCode) });

type Saying = z.infer<typeof say>;

export const playgroundRoutes = (site: Site, limits: Limits): Hono => {
  const app = new Hono();
  app.get("/playground", (c) => page(c, <Shell site={site} />));
  app.post("/playground/people", async (c) => {
    notTooFast(await limits.arrive(addressOf(c, site)));
    const { name, timeZone } = await bodyOf(c, people);
    if (cleanLines(name) === "" || [...name].length > NAME_MAX)
      fail(400, `Write a name of 1 to ${NAME_MAX} characters.`);
    const { bearer, ...guest } = await site.guests.welcome(name);
    await site.guests.plays(guest.account.userId);
    // The person is known from now on, with the zone their browser told.
    const locale = localeOf(c);
    const known = {
      guest,
      id: newId(),
      chat: privateChat(guest.account.userId),
      ...(locale && { locale }),
      ...(timeZone && { timeZone }),
    };
    await ask(site.core, known, { command: "settings", args: {} });
    return c.json({ bearer, me: { userId: guest.account.userId, name: guest.name } } satisfies Joined, 201);
  });
  // A tab's bearer is known to that tab alone: the party's page, which opens in another one, is told by its cookie who looks at it.
  app.post("/playground/visit", async (c) => {
    const { bearer, party } = await bodyOf(c, visit);
    const secure = site.origin().startsWith("https:");
    if (await site.guests.of(bearer)) c.header("set-cookie", setCookie(party, bearer, secure));
    return c.redirect(`/p/${party}`, 303);
  });
  app.get("/playground/chat/:chat", async (c) => {
    const guest = await guestOf(site, c);
    const asked = room.safeParse(c.req.query("room") ?? USUAL_ROOM);
    if (!asked.success) fail(404, "There's no such room: a room's name has small letters, digits and dashes.");
    const chat =
      c.req.param("chat") === "private" ? privateChat(guest.account.userId) : roomChat(asked.data ?? USUAL_ROOM);
    return c.json(await stateOf(site, chat));
  });
  app.post("/playground/say", async (c) => {
    const guest = await guestOf(site, c);
    notTooFast(await limits.say(guest.account.userId));
    return c.json((await said(site, guest, await bodyOf(c, say), localeOf(c))) satisfies Said);
  });
  app.post("/playground/suggest", async (c) => {
    const guest = await guestOf(site, c);
    const { chat, command, arg, typed, args: given, room: inRoom } = await bodyOf(c, wish);
    const request = {
      account: guest.account,
      name: guest.name,
      chat: chatOf(guest, chat, inRoom),
      seenBy: "person" as const,
      press: { command, args: given },
    };
    const locale = localeOf(c);
    const choices = await site.core.suggest({ ...request, ...(locale && { locale }) }, arg, typed);
    return c.json({ choices } satisfies Suggestions);
  });
  app.post("/playground/sample", async (c) => {
    const guest = await guestOf(site, c);
    notTooFast(await limits.arrive(guest.account.userId));
    const asked = await bodyOf(c, z.object({ room }));
    await site.sample?.(asked.room);
    return c.json({});
  });
  return app;
};

const guestOf = async (site: Site, c: Context): Promise<Guest> => {
  const bearer = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
  return (await site.guests.of(bearer)) ?? fail(401, "We don't know this tab any more. Tell us your name again.");
};

const chatOf = (guest: Guest, chat: "room" | "private", name: string): Chat =>
  chat === "private" ? privateChat(guest.account.userId) : roomChat(name);

const stateOf = async (site: Site, chat: Chat): Promise<ChatState> => {
  const [messages, members] = await Promise.all([
    site.web.messages(chat.chatId, HISTORY),
    site.web.members(chat.chatId),
  ]);
  const here = site.live.here(chat.chatId.replace(/^room:/, ""));
  return {
    messages: messages.map(wireMessage),
    people: members.map((one) => ({ ...one, here: here.has(one.userId) })),
    commands: site.core.commands
      .filter((command) => !command.hidden)
      .map(({ name, about, example, args: declared }) => ({ name, about, example, args: wireArgs(declared) })),
  };
};

/** A stored message as the pages take it: its body is what was stored of it. */
export const wireMessage = ({ id, messageId, body, sentAt }: WebMessage): WireMessage => ({
  ...(JSON.parse(body) as Pick<WireMessage, "from" | "text" | "view" | "seen">),
  id,
  messageId,
  at: sentAt,
});

const said = async (site: Site, guest: Guest, body: Saying, locale: string | undefined): Promise<Said> => {
  const chat = chatOf(guest, body.chat, body.room);
  if ("text" in body && body.text.length > LINE_MAX)
    fail(413, `At most ${LINE_MAX} characters fit. Shorten it a little.`);
  if ("text" in body && !body.text.trimStart().startsWith("/"))
    return chatted(site, guest, chat, body.id, body.text, locale);
  const saying = { guest, id: body.id, chat, ...(locale && { locale }) };
  const reply = await ask(
    site.core,
    {
      ...saying,
      ...("on" in body && body.on && { on: body.on }),
      ...("draft" in body && body.draft && { draft: body.draft }),
    },
    await pressIn(site, chat, body),
  );
  return { reply: wireReply(reply, { core: site.core, locale }) };
};

const pressIn = async (site: Site, chat: Chat, body: Saying): Promise<Press> => {
  if ("press" in body) return pressOf(site.core, body.press);
  if ("text" in body) return pressOf(site.core, await mentioned(site, chat, body.text));
  const filled = await Promise.all(
    Object.entries(body.args).map(async ([name, value]) => [name, await mentioned(site, chat, value)] as const),
  );
  return { command: body.command, args: Object.fromEntries(filled.filter(([, value]) => value.trim() !== "")) };
};

const mentioned = async (site: Site, chat: Chat, text: string): Promise<string> =>
  text.includes("@") ? withMentions(text, await site.web.members(chat.chatId)) : text;

/** Plain words: for everybody in a room; in private they get help. */
const chatted = async (
  site: Site,
  guest: Guest,
  chat: Chat,
  id: string,
  text: string,
  locale: string | undefined,
): Promise<Said> => {
  const words = cleanLines(text);
  if (words === "") fail(400, "Write something first.");
  if ([...words].length > CHAT_MAX) fail(413, `At most ${CHAT_MAX} characters fit in one message. Send it in two.`);
  const own = { from: { userId: guest.account.userId, name: guest.name }, text: words };
  const messageId = `${guest.account.userId}.${id}`.slice(0, 100);
  const message = wireMessage(await site.web.post(chat.chatId, messageId, JSON.stringify(own), site.clock.now()));
  if (chat.kind === "group") {
    site.live.toRoom(chat.chatId.replace(/^room:/, ""), { kind: "message", chat: "room", message });
    return {};
  }
  site.live.toPerson(guest.account.userId, { kind: "message", chat: "private", message });
  const reply = await ask(
    site.core,
    { guest, id: `${id}.help`, chat, ...(locale && { locale }) },
    { command: "help", args: {} },
  );
  return { reply: wireReply(reply, { core: site.core, locale }) };
};
