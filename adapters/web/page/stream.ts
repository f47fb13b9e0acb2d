// Page: the messages of one chat: bubbles, cards, day lines; replaced in place, and kept at the foot while one reads there.
import type { WireMessage, WireView } from "../wire.ts";
import { el } from "./dom.ts";
import { face } from "./faces.ts";
import { clockTime, dayName, now } from "./time.ts";
import type { OnPress } from "./view.ts";
import { viewNode } from "./view.ts";

export type Stream = {
  node: HTMLElement;
  /** Shows a message, or replaces the one with the same `messageId`. Tells whether it is new. */
  put(message: WireMessage): boolean;
  /** Adds something that only this person sees, made here; it stays where it was put. */
  add(node: HTMLElement): void;
  /** Puts an answer right under the message it belongs to, in the place of an earlier one. */
  under(messageId: string, node: HTMLElement): void;
  isEmpty(): boolean;
  /** Shows `node` in the place of messages that are not there. */
  instead(node: HTMLElement): void;
  toEnd(): void;
};

const NEAR_END = 160;

export const makeStream = (opts: {
  label: string;
  me: string;
  onPress(messageId: string | undefined): OnPress;
}): Stream => {
  const shown = new Map<string, { id: number; node: HTMLElement }>();
  const list = el("div", { class: "stream", role: "log", "aria-label": opts.label, tabindex: 0 });

  const keepingEnd = (change: () => void): void => {
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    change();
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  return {
    node: list,
    put(message) {
      const node = messageNode(message, opts.me, opts.onPress(message.messageId));
      const before = shown.get(message.messageId);
      keepingEnd(() => (before ? settle(before.node, node) : insert(list, shown, message, node)));
      shown.set(message.messageId, { id: message.id, node });
      return before === undefined;
    },
    add(node) {
      list.querySelector(".empty")?.remove();
      dayLine(list, now());
      list.append(node);
      list.scrollTop = list.scrollHeight;
    },
    under(messageId, node) {
      follow(shown.get(messageId)?.node ?? list.lastElementChild, node);
    },
    isEmpty: () => shown.size === 0 && list.querySelector(".message") === null,
    instead(node) {
      list.replaceChildren(node);
      delete list.dataset.day;
    },
    toEnd: () => void (list.scrollTop = list.scrollHeight),
  };
};

/** A bubble of the bot's, for this person alone unless it is in the private chat anyway. */
export const onlyYou = (inside: Node, opts: { label?: boolean; tone?: string | undefined } = {}): HTMLElement =>
  el(
    "div",
    { class: `message bot only-you ${opts.tone ?? ""}`.trim() },
    botFace(),
    el(
      "div",
      { class: "bubble" },
      opts.label === false ? undefined : el("p", { class: "only-you-line" }, "Only you can see this"),
      inside,
    ),
  );

export const replyNode = (
  view: WireView,
  onPress: OnPress,
  opts: { label?: boolean; tone?: string | undefined },
): HTMLElement => onlyYou(viewNode(view, onPress), opts);

/** What this person typed: a command is theirs alone to see. */
export const myLine = (text: string, opts: { command: boolean; label: boolean }): HTMLElement =>
  el(
    "div",
    { class: "message mine" },
    el(
      "div",
      { class: opts.command ? "bubble command" : "bubble" },
      opts.label && el("p", { class: "only-you-line" }, "Only you can see this"),
      el("p", { class: "text" }, text),
    ),
  );

const botFace = (): HTMLElement => el("span", { class: "face bot-face", "aria-hidden": "true" }, "🎉");

const messageNode = (message: WireMessage, me: string, onPress: OnPress): HTMLElement => {
  const time = el("time", { class: "stamp", datetime: new Date(message.at).toISOString() }, clockTime(message.at));
  if (message.from === "bot") {
    const inside = message.view ? viewNode(message.view, onPress) : el("p", { class: "text" }, message.text);
    return el(
      "div",
      { class: "message bot" },
      botFace(),
      el("div", { class: "bubble" }, el("p", { class: "by" }, el("strong", {}, "Party With Me"), time), inside),
    );
  }
  const mine = message.from.userId === me;
  return el(
    "div",
    { class: `message ${mine ? "mine" : "theirs"}`, "data-by": message.from.userId },
    mine ? undefined : face(message.from.name),
    el(
      "div",
      { class: "bubble" },
      el("p", { class: mine ? "by hidden-name" : "by" }, el("strong", {}, mine ? "You" : message.from.name), time),
      el("p", { class: "text" }, message.text),
    ),
  );
};

const insert = (
  list: HTMLElement,
  shown: Map<string, { id: number; node: HTMLElement }>,
  message: WireMessage,
  node: HTMLElement,
): void => {
  const later = [...shown.values()].filter((other) => other.id > message.id).sort((a, b) => a.id - b.id)[0];
  if (later) return later.node.before(node);
  list.querySelector(".empty")?.remove();
  dayLine(list, message.at);
  node.classList.add("arrives");
  list.append(node);
};

const follow = (after: Element | null, node: HTMLElement): void => {
  const before = after?.nextElementSibling;
  if (before?.classList.contains("answers-above")) before.replaceWith(node);
  else after?.after(node);
  node.classList.add("answers-above");
  node.scrollIntoView({ block: "nearest" });
};

const dayLine = (list: HTMLElement, at: number): void => {
  const words = dayName(at);
  if (list.dataset.day === words) return;
  list.dataset.day = words;
  list.append(el("p", { class: "day" }, el("span", {}, words)));
};

/** Puts `node` where `before` was; the focus and a "see more" that was open stay as they were. */
const settle = (before: HTMLElement, node: HTMLElement): void => {
  const key = before.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
  before.replaceWith(node);
  node.classList.add("settles");
  if (key !== undefined)
    node.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
};
