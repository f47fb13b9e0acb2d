// Page: the list of completions over the composer. The focus stays in the text; the chosen one is told by aria-activedescendant.
import { el } from "./dom.ts";

export type Item = {
  label: string;
  about?: string;
  example?: string /** Takes the place of `from`–`to`. */;
  insert: string;
  from: number;
  to: number;
};
export type Popup = {
  node: HTMLElement;
  show(items: readonly Item[], title: string): void;
  hide(): void;
  isOpen(): boolean;
  move(step: number): void;
  /** The one chosen with the arrows, or the first when `orFirst`. */
  chosen(orFirst: boolean): Item | undefined;
};

/** A listbox tied to `box`. `onTake` is called on a click. */
export const makePopup = (box: HTMLElement, onTake: (item: Item) => void): Popup => {
  const list = el("div", { id: "completions", role: "listbox", "aria-label": "Suggestions", tabindex: 0 });
  const heading = el("p", { class: "popup-title", "aria-hidden": "true" });
  const node = el("div", { class: "popup", hidden: true }, heading, list);
  let items: readonly Item[] = [];
  let active = -1;
  const mark = (): void => markActive(box, list, active);
  const hide = (): void => {
    node.hidden = true;
    items = [];
    active = -1;
    list.replaceChildren();
    box.removeAttribute("aria-activedescendant");
    box.removeAttribute("aria-controls");
  };
  return {
    node,
    hide,
    show(found, title) {
      if (found.length === 0) return hide();
      items = found;
      active = -1;
      heading.textContent = title;
      list.replaceChildren(...found.map((item, at) => option(item, at, onTake)));
      node.hidden = false;
      box.setAttribute("aria-controls", list.id);
      mark();
    },
    isOpen: () => !node.hidden,
    move(step) {
      active = (active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % Math.max(1, items.length);
      mark();
    },
    chosen: (orFirst) => items[active] ?? (orFirst ? items[0] : undefined),
  };
};

const markActive = (box: HTMLElement, list: HTMLElement, active: number): void => {
  for (const [at, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(at === active));
  const option = list.children[active];
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
};

const option = (item: Item, at: number, onTake: (item: Item) => void): HTMLElement => {
  const node = el(
    "div",
    { id: `completion-${at}`, role: "option", class: "completion", "aria-selected": "false" },
    el("strong", {}, item.label),
    item.about && el("span", { class: "completion-about" }, item.about),
    item.example && el("code", {}, item.example),
  );
  node.addEventListener("pointerdown", (event) => event.preventDefault());
  node.addEventListener("click", () => onTake(item));
  return node;
};
