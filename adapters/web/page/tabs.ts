// Page: the switch between the room and the private chat (the ARIA tabs pattern: arrows move, one tab stop).
import { el } from "./dom.ts";
import type { ChatName } from "./session.ts";

type Tab = { label: string; long?: string; panel: HTMLElement };
export type Tabs = {
  list: HTMLElement;
  open(): ChatName /** Something new is behind a closed tab. */;
  mark(chat: ChatName): void;
};

export const makeTabs = (tabs: Record<ChatName, Tab>, onOpen: (chat: ChatName) => void): Tabs => {
  const names = Object.keys(tabs) as ChatName[];
  let current: ChatName = "room";
  const buttons = new Map<ChatName, HTMLButtonElement>();
  const list = el("div", { class: "tabs", role: "tablist", "aria-label": "Chats" });
  const show = (chat: ChatName): void => {
    current = chat;
    for (const [name, button] of buttons) {
      const open = name === chat;
      button.setAttribute("aria-selected", String(open));
      button.tabIndex = open ? 0 : -1;
      if (open) button.classList.remove("news");
      tabs[name].panel.hidden = !open;
    }
    onOpen(chat);
  };
  for (const name of names) {
    const { label, long } = tabs[name];
    const button = el(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, class: "tab" },
      el("span", { class: "short" }, label),
      long !== undefined && el("span", { class: "long" }, `: ${long}`),
      el("span", { class: "dot", "aria-hidden": "true" }),
    );
    button.addEventListener("click", () => show(name));
    buttons.set(name, button);
    list.append(button);
  }
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const next = names[(names.indexOf(current) + 1) % names.length];
    if (next === undefined) return;
    show(next);
    buttons.get(next)?.focus();
  });
  show(current);
  return { list, open: () => current, mark: (chat) => buttons.get(chat)?.classList.add("news") };
};
