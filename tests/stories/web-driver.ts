// Stories: the web's driver: people in the playground, over real HTTP and a real WebSocket.
import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import type {
  ChatState,
  ClientFrame,
  Joined,
  Said,
  ServerFrame,
  WireAsk,
  WireButton,
  WireInline,
  WireMessage,
  WireReply,
  WireView,
} from "../../adapters/web/wire.ts";
import type { Answered, Driver, Shown, Someone, World } from "./language.ts";

type Chat = "room" | "private";

export const webDriver = async (world: World): Promise<Driver> => {
  const tabs: Tab[] = [];
  const open = async (name: string, room: string): Promise<Someone> => {
    const tab = await openTab(world, name, room);
    tabs.push(tab);
    return tab.someone;
  };
  return {
    platform: "web",
    person: (name) => open(name, "kitchen"),
    stranger: (name) => open(name, "elsewhere"),
    close: async () => {
      for (const tab of tabs) await tab.close();
    },
  };
};

type Tab = { someone: Someone; close(): Promise<void> };

const openTab = async (world: World, name: string, room: string): Promise<Tab> => {
  const { url } = world.app;
  const joined = await post<Joined>(`${url}/playground/people`, { name, timeZone: "Europe/Berlin", room }, undefined);
  const headers = { authorization: `Bearer ${joined.bearer}` };
  const socket = new WebSocket(`${url.replace("http", "ws")}/live`, { origin: url });
  const live = new Map<Chat, Map<string, WireMessage>>([
    ["room", new Map()],
    ["private", new Map()],
  ]);
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () =>
      socket.send(JSON.stringify({ kind: "hello", bearer: joined.bearer, room } satisfies ClientFrame)),
    );
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.kind === "welcome") resolve();
      if (frame.kind === "message") live.get(frame.chat)?.set(frame.message.messageId, frame.message);
    });
  });
  let last: WireReply | undefined;
  const say = async (what: SayWhat, chat: Chat): Promise<Answered> => {
    const said = await post<Said>(`${url}/playground/say`, { id: randomUUID(), chat, room, ...what }, headers);
    last = said.reply;
    await world.settles();
    return answered(said.reply);
  };
  const messages = async (chat: Chat): Promise<WireMessage[]> => {
    await world.settles();
    const response = await fetch(`${url}/playground/chat/${chat}?room=${room}`, { headers });
    return ((await response.json()) as ChatState).messages;
  };
  const views = async (chat: Chat) =>
    (await messages(chat)).flatMap((m) => (m.view ? [{ view: m.view, messageId: m.messageId }] : []));
  const press = async (button: string, from: { view: WireView; messageId: string } | undefined, chat: Chat) => {
    const found = from?.view.buttons?.flat().find((b) => b.label === button);
    if (!found || !("press" in found)) throw new Error(`no button ${button} on ${from?.view.title ?? "nothing"}`);
    return say({ press: found.press, ...(from && { on: from.messageId }) }, chat);
  };
  const someone: Someone = {
    name,
    types: (line) => say({ text: line }, "room"),
    typesPrivately: (line) => say({ text: line }, "private"),
    presses: async (button, card) =>
      press(
        button,
        (await views("room")).findLast((m) => m.view.title === card && m.view.card !== undefined),
        "room",
      ),
    pressesPrivately: async (button) =>
      press(
        button,
        (await views("private")).findLast((m) => m.view.buttons?.flat().some((b) => b.label === button)),
        "private",
      ),
    pressesAnswer: async (button) => {
      const view = last?.kind === "done" ? last.view : undefined;
      return press(button, view && { view, messageId: "" }, "room");
    },
    fillsIn: async (answers) => {
      if (last?.kind !== "ask") throw new Error("nothing was asked");
      const { draft, command, args } = last.ask;
      return say({ command, args: { ...args, ...answers }, ...(draft !== undefined && { draft }) }, "room");
    },
    group: async () => (await messages("room")).map(shownMessage),
    told: async () => (await messages("private")).map(shownMessage),
  };
  const close = () =>
    new Promise<void>((resolve) => {
      socket.on("close", () => resolve());
      socket.close();
    });
  return { someone, close };
};

type SayWhat =
  | { text: string }
  | { press: string; on?: string }
  | { draft?: string; command: string; args: Record<string, string> };

const post = async <T>(url: string, body: unknown, headers: Record<string, string> | undefined): Promise<T> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(url).origin, ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

const shownMessage = (message: WireMessage): Shown =>
  message.view ? shownView(message.view) : { title: "", text: message.text ?? "", buttons: [] };

/** A view as it is read: every word of it in one string. */
export const shownView = (view: WireView): Shown => {
  const lines = [
    view.title,
    (view.body ?? []).map(inline).join(""),
    ...(view.fields ?? []).map((field) => `${field.label}: ${field.value.map(inline).join("")}`),
  ];
  return {
    title: view.title,
    text: lines.join("\n"),
    buttons: (view.buttons ?? []).flat().map((b: WireButton) => b.label),
  };
};

const inline = (piece: WireInline): string => {
  if (typeof piece === "string") return piece;
  if ("bold" in piece) return piece.bold;
  if ("who" in piece) return piece.who;
  return piece.text;
};

const answered = (reply: WireReply | undefined): Answered => {
  if (!reply) return { title: "", text: "", buttons: [] };
  if (reply.kind === "ask")
    return { title: "", text: reply.ask.trouble?.words ?? "", buttons: [], asks: asked(reply.ask) };
  return reply.view ? shownView(reply.view) : { title: "", text: reply.notice ?? "", buttons: [] };
};

const asked = (ask: WireAsk): NonNullable<Answered["asks"]> => ({
  missing: ask.missing.filter((arg) => arg.required && ask.args[arg.name] === undefined).map((arg) => arg.name),
  ...(ask.trouble && { trouble: ask.trouble.arg }),
  choices: ask.trouble?.choices?.map((choice) => choice.label) ?? [],
});
