// Page: where one types. Enter sends, Shift+Enter breaks the line; commands, arguments and people complete themselves.
import type { Suggestions, WireCommand } from "../wire.ts";
import type { Slot } from "./completion.ts";
import { matching, slotAt } from "./completion.ts";
import { el } from "./dom.ts";
import type { Item } from "./popup.ts";
import { makePopup } from "./popup.ts";
import { keepTyped, readTyped } from "./session.ts";

export type Composer = { node: HTMLElement; fill(text: string): void; focus(): void };
export type ArgSlot = Extract<Slot, { kind: "arg" }>;
type Opts = {
  commands(): readonly WireCommand[];
  people(): readonly string[];
  suggest(slot: ArgSlot): Promise<Suggestions["choices"]>;
  onSend(text: string): void;
};

const WAIT = 140;

export const makeComposer = (opts: Opts): Composer => {
  const { box, hint, send } = parts();
  const popup = makePopup(box, (item) => take(item));
  const complete = completer(box, hint, popup.show, opts);

  const changed = (): void => {
    grow(box);
    keepTyped(box.value);
    send.disabled = box.value.trim() === "";
    complete();
  };
  const take = (item: Item): void => {
    box.setRangeText(item.insert, item.from, item.to, "end");
    popup.hide();
    box.focus();
    changed();
  };
  const submit = (): void => {
    const text = box.value.trim();
    if (text === "") return;
    box.value = "";
    popup.hide();
    changed();
    opts.onSend(text);
  };
  const fill = (text: string): void => {
    box.value = text;
    box.focus();
    box.setSelectionRange(text.length, text.length);
    changed();
    popup.hide();
  };
  const form = el("form", { class: "composer" }, popup.node, hint, el("div", { class: "composer-row" }, box, send));
  form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
  box.addEventListener("input", changed);
  box.addEventListener("click", () => complete());
  box.addEventListener("blur", () => popup.hide());
  box.addEventListener("keydown", (event) => onKey(event, { box, popup, opts, take, submit }));
  return { node: form, fill, focus: () => box.focus() };
};

const parts = () => {
  // A textbox with a list, not role=combobox: a combobox has one line, and this one has more.
  const box = el("textarea", {
    id: "message",
    rows: 1,
    "aria-label": "Message",
    placeholder: "Say hi, or type / to begin",
    "aria-autocomplete": "list",
    "aria-describedby": "composer-hint",
    enterkeyhint: "send",
    autocomplete: "off",
  });
  box.value = readTyped();
  const hint = el("p", { id: "composer-hint", class: "composer-hint", role: "status" });
  const send = el(
    "button",
    { type: "submit", class: "send", "aria-label": "Send", disabled: box.value.trim() === "" },
    arrow(),
  );
  return { box, hint, send };
};

type Keys = {
  box: HTMLTextAreaElement;
  popup: ReturnType<typeof makePopup>;
  opts: Opts;
  take(item: Item): void;
  submit(): void;
};

const onKey = (event: KeyboardEvent, { box, popup, opts, take, submit }: Keys): void => {
  if (event.isComposing) return;
  const open = popup.isOpen();
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    return popup.move(event.key === "ArrowDown" ? 1 : -1);
  }
  if (open && event.key === "Escape") {
    event.preventDefault();
    return popup.hide();
  }
  const unfinished = /^\/\S*$/u.test(box.value) && !opts.commands().some((one) => `/${one.name}` === box.value);
  if (open && !event.shiftKey && (event.key === "Tab" || event.key === "Enter")) {
    const item = popup.chosen(event.key === "Tab" || unfinished);
    if (item) {
      event.preventDefault();
      return take(item);
    }
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  }
};

/** Looks for completions of what is typed now; the server's arrive a moment later and join those known here. */
const completer = (
  box: HTMLTextAreaElement,
  hint: HTMLElement,
  show: (items: readonly Item[], title: string) => void,
  opts: Opts,
): (() => void) => {
  let timer = 0;
  let round = 0;
  return () => {
    clearTimeout(timer);
    const mine = ++round;
    const slot = slotAt(box.value, box.selectionStart, opts.commands());
    const here = itemsHere(slot, opts);
    hint.textContent = hintOf(slot);
    show(here, titleOf(slot));
    if (slot.kind !== "arg" || slot.arg === undefined || slot.typed.trim() === "") return;
    timer = window.setTimeout(async () => {
      const found = await opts.suggest(slot);
      if (mine !== round || document.activeElement !== box || box.value === "") return;
      const items = found
        .slice(0, 8)
        .map((choice) => ({ label: choice.label, insert: `${choice.value} `, from: slot.from, to: slot.to }));
      if (items.length > 0) show([...items, ...here], titleOf(slot));
    }, WAIT);
  };
};

const itemsHere = (slot: Slot, opts: Opts): Item[] => {
  if (slot.kind === "command") {
    return matching(slot.typed, opts.commands()).map((one) => ({
      label: `/${one.name}`,
      about: one.about,
      example: one.example,
      insert: `/${one.name} `,
      from: slot.from,
      to: slot.to,
    }));
  }
  if (slot.kind === "mention") {
    const sought = slot.typed.toLocaleLowerCase();
    const names = opts.people().filter((name) => name.toLocaleLowerCase().startsWith(sought));
    return names.map((name) => ({ label: `@${name}`, insert: `@${name} `, from: slot.from, to: slot.to }));
  }
  if (slot.kind !== "arg") return [];
  const choices = (slot.arg?.choices ?? [])
    .filter((choice) => choice.startsWith(slot.typed))
    .map((choice) => ({ label: choice, insert: `${choice} `, from: slot.from, to: slot.to }));
  const names = slot.next.map((arg) => ({
    label: `${arg.name}:`,
    about: arg.about,
    insert: `${arg.name}:`,
    from: slot.nextFrom,
    to: slot.to,
  }));
  return [...choices, ...names];
};

const titleOf = (slot: Slot): string =>
  slot.kind === "command" ? "What you can do" : slot.kind === "mention" ? "People here" : "You can add";
const hintOf = (slot: Slot): string => (slot.kind === "arg" && slot.arg ? `${slot.arg.name}: ${slot.arg.about}` : "");

const grow = (box: HTMLTextAreaElement): void => {
  box.style.setProperty("height", "auto");
  box.style.setProperty("height", `${Math.min(box.scrollHeight + 2, 180)}px`);
};

const arrow = (): SVGElement => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M12 20V5m0 0-6 6m6-6 6 6");
  svg.append(path);
  return svg;
};
