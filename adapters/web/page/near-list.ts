// Page: the list beside the map: what is in view, the soonest first, a card each.
import type { WireDot } from "../wire.ts";
import { el } from "./dom.ts";
import { cardOf } from "./near-card.ts";

export type NearList = {
  /** `more`: the server left some out. Undefined dots: not known yet. */
  show(dots: readonly WireDot[] | undefined, more: boolean): void;
  /** Marks the card of a party that was chosen on the map; adds its card when it is further down. */
  choose(code: string): void;
};
type ListParts = {
  /** Where somebody without parties is sent to throw one. */
  throwAt: string;
  /** A card has the eye: the map shows where it is. Undefined: none has. */
  onEye(code: string | undefined): void;
};

const PAGE = 30;

/** Fills `section`. */
export const makeList = (section: HTMLElement, { throwAt, onEye }: ListParts): NearList => {
  const title = el("h2", { class: "near-count" });
  const note = el("p", { class: "hint near-more" });
  const list = el("ul", { class: "found" });
  const empty = emptyWords(throwAt);
  const further = el("button", { type: "button", class: "button wide", onclick: () => grow() }, "Show more");
  section.replaceChildren(title, note, list, further, empty);
  let dots: readonly WireDot[] = [];
  let shown = PAGE;
  const cards = new Map<string, { item: HTMLLIElement; dot: WireDot }>();
  const draw = (): void => {
    const wanted = dots.slice(0, shown);
    const codes = new Set(wanted.map((dot) => dot.code));
    for (const [code, { item }] of cards)
      if (!codes.has(code)) {
        keepFocus(item);
        item.remove();
        cards.delete(code);
      }
    wanted.forEach((dot, at) => place(list, cards, dot, at));
    further.hidden = dots.length <= shown;
  };
  const grow = (): void => {
    const first = dots[shown];
    shown += PAGE;
    draw();
    if (first) cards.get(first.code)?.item.querySelector("a")?.focus();
  };
  const eye = (event: Event): void =>
    onEye((event.target as Element).closest<HTMLElement>("a[data-code]")?.dataset.code);
  for (const kind of ["focusin", "pointerover"]) list.addEventListener(kind, eye);
  for (const kind of ["focusout", "pointerleave"]) list.addEventListener(kind, () => onEye(undefined));
  return {
    show: (now, more) => {
      dots = now ?? [];
      const known = now !== undefined;
      title.textContent = known ? countWords(dots.length, more) : "Looking around…";
      note.textContent = more ? "These are only the soonest: zoom in to see more." : "";
      note.hidden = !more;
      empty.hidden = !known || dots.length > 0;
      title.hidden = known && dots.length === 0;
      draw();
    },
    choose: (code) => {
      const at = dots.findIndex((dot) => dot.code === code);
      if (at >= shown) {
        shown = at + 1;
        draw();
      }
      for (const card of list.querySelectorAll("a.chosen")) card.classList.remove("chosen");
      cards.get(code)?.item.querySelector("a")?.classList.add("chosen");
    },
  };
};

const countWords = (count: number, more: boolean): string =>
  `${count.toLocaleString("en")}${more ? "+" : ""} ${count === 1 && !more ? "party" : "parties"} here`;

/** Puts a party's card at its place; one that is right stays as it is, so that focus and pictures stay too. */
const place = (
  list: HTMLElement,
  cards: Map<string, { item: HTMLLIElement; dot: WireDot }>,
  dot: WireDot,
  at: number,
): void => {
  let card = cards.get(dot.code);
  if (!card) cards.set(dot.code, (card = { item: el("li", {}, cardOf(dot)), dot }));
  else if (card.dot !== dot) {
    const old = card.item.firstElementChild;
    const focused = document.activeElement === old;
    const fresh = cardOf(dot);
    // Only the words change; the picture stays.
    old?.querySelector(":scope > span")?.replaceWith(fresh.querySelector(":scope > span") ?? "");
    card.dot = dot;
    if (focused) (old as HTMLElement).focus();
  }
  if (list.children[at] !== card.item) list.insertBefore(card.item, list.children[at] ?? null);
};

/** Who reads the card that goes is not thrown back to the head of the page. */
const keepFocus = (item: HTMLLIElement): void => {
  if (!item.contains(document.activeElement)) return;
  const next = item.nextElementSibling ?? item.previousElementSibling;
  next?.querySelector("a")?.focus({ preventScroll: true });
};

const emptyWords = (throwAt: string): HTMLElement =>
  el(
    "div",
    { class: "near-empty", hidden: true },
    el("h2", {}, "Quiet around here"),
    el("p", {}, "No party in this part of the map yet. Look a little further out, or be the first:"),
    el("a", { class: "button strong", href: throwAt }, "Throw one yourself"),
  );
