// Page: the room: two chats behind two tabs, the people, the composer, and the line that keeps them fresh.
import type { Joined, ServerFrame } from "../wire.ts";
import type { ChatOpts, OpenChat } from "./chats.ts";
import { CHATS, makeChat } from "./chats.ts";
import type { Composer } from "./composer.ts";
import { makeComposer } from "./composer.ts";
import type { Desk } from "./desk.ts";
import { makeDesk } from "./desk.ts";
import { el } from "./dom.ts";
import { openLine } from "./live.ts";
import type { PeoplePanel } from "./people.ts";
import { makePeople } from "./people.ts";
import type { ChatName } from "./session.ts";
import { roomName, roomTitle } from "./session.ts";
import type { Tabs } from "./tabs.ts";
import { makeTabs } from "./tabs.ts";

/** Opens the room for `joined`. `onLost` is called once the server does not know the tab any more. */
export const openRoom = (app: HTMLElement, joined: Joined, onLost: (why: string) => void): void => {
  const desk = makeDesk(joined, roomName());
  const side = makePeople(desk.me.userId);
  let gone = false;
  const opts: ChatOpts = {
    lost(why) {
      if (gone) return;
      gone = true;
      line.stop();
      onLost(why);
    },
    fill: (text) => composer.fill(text),
    backToComposer: (text) => (text === undefined ? composer.focus() : composer.fill(text)),
    onPeople: () => side.update(desk.people),
  };
  const chats: Record<ChatName, OpenChat> = {
    room: makeChat("room", desk, opts),
    private: makeChat("private", desk, opts),
  };
  const tabs = makeTabs(
    {
      room: { label: "Room", panel: chats.room.panel },
      private: { label: "Private", long: "Chat with Party With Me", panel: chats.private.panel },
    },
    (chat) => chats[chat].stream.toEnd(),
  );
  const composer = composerFor(desk, chats, tabs);
  const banner = el("p", { class: "banner", role: "status", hidden: true });

  app.replaceChildren(
    el("header", { class: "room-head" }, el("h1", {}, roomTitle(desk.room)), tabs.list, side.row),
    banner,
    el("main", { class: "room-main" }, chats.room.panel, chats.private.panel, composer.node),
    side.panel,
  );
  const line = listen(desk, chats, tabs, side, banner);
  composer.focus();
};

const composerFor = (desk: Desk, chats: Record<ChatName, OpenChat>, tabs: Tabs): Composer =>
  makeComposer({
    commands: () => desk.commands,
    people: () => desk.people.filter((one) => one.userId !== desk.me.userId).map((one) => one.name),
    suggest: async (slot) =>
      slot.arg ? desk.suggest(tabs.open(), slot.command.name, slot.arg.name, slot.typed, slot.args) : [],
    onSend: (text) => chats[tabs.open()].talk.say(text),
  });

/** Fetches both chats once the line is up, so that nothing falls between, and again each time it comes back. */
const listen = (
  desk: Desk,
  chats: Record<ChatName, OpenChat>,
  tabs: Tabs,
  side: PeoplePanel,
  banner: HTMLElement,
): ReturnType<typeof openLine> => {
  let met = false;
  const loadAll = (): void => {
    for (const chat of CHATS) void chats[chat].load();
  };
  const onFrame = (frame: ServerFrame): void => {
    if (frame.kind === "message") {
      const isNew = chats[frame.chat].take(frame.message);
      if (isNew && tabs.open() !== frame.chat) tabs.mark(frame.chat);
    } else if (frame.kind === "people") {
      desk.people = frame.people;
      side.update(frame.people);
    } else if (frame.kind === "bye") {
      banner.textContent = frame.why;
      loadAll();
    }
  };
  const onState = (up: boolean): void => {
    banner.hidden = up;
    if (!up) banner.textContent = "Reconnecting… what you type is kept.";
    if (up || !met) loadAll();
    met ||= up;
  };
  return openLine({
    hello: { kind: "hello", bearer: desk.bearer, ...(desk.room !== undefined && { room: desk.room }) },
    onFrame,
    onState,
  });
};
