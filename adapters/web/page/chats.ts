// Page: the two chats of a tab, the room and the private one: what is shown in each and how it is fetched.
import type { WireMessage } from "../wire.ts";
import type { Desk } from "./desk.ts";
import { el } from "./dom.ts";
import { emptyPrivate, emptyRoom, failed, loading } from "./empty.ts";
import type { ChatName } from "./session.ts";
import type { Stream } from "./stream.ts";
import { makeStream } from "./stream.ts";
import type { Talk } from "./talk.ts";
import { makeTalk } from "./talk.ts";
import { toast } from "./toast.ts";

export const CHATS: readonly ChatName[] = ["room", "private"];

export type OpenChat = {
  panel: HTMLElement;
  stream: Stream;
  talk: Talk;
  /** Shows a message; tells whether it is new. */
  take(message: WireMessage): boolean;
  /** Fetches the last messages, and with them who is here and what can be said. */
  load(): Promise<void>;
};
export type ChatOpts = {
  lost(why: string): void;
  fill(text: string): void;
  backToComposer(text?: string): void;
  onPeople(): void;
};

export const makeChat = (name: ChatName, desk: Desk, opts: ChatOpts): OpenChat => {
  const talk: Talk = makeTalk({
    chat: name,
    room: desk.room,
    stream: () => stream,
    send: desk.say,
    suggest: (...asked) => desk.suggest(name, ...asked),
    commands: () => desk.commands,
    lost: opts.lost,
    backToComposer: opts.backToComposer,
  });
  const stream = makeStream({
    label: name === "room" ? "What was said in the room" : "What was said in private",
    me: desk.me.userId,
    onPress: talk.onPress,
  });
  const take = (message: WireMessage): boolean => {
    if (message.from !== "bot" && message.from.userId === desk.me.userId) talk.arrived(message.messageId);
    return stream.put(message);
  };
  const panel = el(
    "div",
    { class: "panel", id: `panel-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}` },
    stream.node,
  );
  stream.instead(loading());
  return { panel, stream, talk, take, load: () => load(name, desk, { stream, talk, take }, opts) };
};

const load = async (
  name: ChatName,
  desk: Desk,
  chat: Pick<OpenChat, "stream" | "talk" | "take">,
  opts: ChatOpts,
): Promise<void> => {
  const { stream } = chat;
  const first = stream.isEmpty();
  const state = await desk.read(name);
  if ("trouble" in state) {
    if (state.trouble.kind === "stranger") return opts.lost(state.trouble.words);
    if (stream.isEmpty()) stream.instead(failed(state.trouble.words, () => void load(name, desk, chat, opts)));
    return;
  }
  desk.commands = state.ok.commands;
  if (name === "room") {
    desk.people = state.ok.people;
    opts.onPeople();
  }
  for (const message of state.ok.messages) chat.take(message);
  // Whoever reads further up is left there when the line comes back.
  if (!stream.isEmpty()) return first ? stream.toEnd() : undefined;
  const again = (): Promise<void> => load(name, desk, chat, opts);
  stream.instead(
    name === "room"
      ? emptyRoom(desk.commands, { fill: opts.fill, sample: () => sampled(desk, stream, again) })
      : emptyPrivate(),
  );
};

const sampled = async (desk: Desk, stream: Stream, again: () => Promise<void>): ReturnType<Desk["sample"]> => {
  const done = await desk.sample();
  if ("trouble" in done) return done;
  await again();
  if (stream.isEmpty()) toast("The sample parties are out there already. Find them with /nearby Berlin.");
  return done;
};
