// Page: a short line that appears near what was pressed, is read out, and goes by itself.
import { el } from "./dom.ts";

/** Long enough to read an address twice. */
const SHOWN_FOR = 7_000;
const EDGE = 12;
const GAP = 8;

let region: HTMLElement | undefined;
let timer = 0;

/** Shows `words`; near `anchor` when it is on the screen, else at the foot of the page. */
export const toast = (words: string, opts: { near?: Element | undefined; tone?: "refused" | undefined } = {}): void => {
  region ??= document.body.appendChild(el("div", { class: "toasts", role: "status", "aria-live": "polite" }));
  const note = el("p", { class: `toast ${opts.tone ?? ""}`.trim() }, words);
  region.replaceChildren(note);
  place(region, note, opts.near);
  clearTimeout(timer);
  timer = window.setTimeout(() => region?.replaceChildren(), SHOWN_FOR + words.length * 40);
};

const place = (around: HTMLElement, note: HTMLElement, anchor: Element | undefined): void => {
  const box = anchor?.isConnected ? anchor.getBoundingClientRect() : undefined;
  const near = box !== undefined && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  around.style.removeProperty("top");
  around.style.removeProperty("left");
  around.classList.toggle("near", near);
  if (!near || !box) return;
  const size = note.getBoundingClientRect();
  const left = Math.min(Math.max(EDGE, box.left + box.width / 2 - size.width / 2), innerWidth - size.width - EDGE);
  // Above, so that the other answers stay in sight.
  const top = box.top - size.height - GAP > 0 ? box.top - size.height - GAP : box.bottom + GAP;
  around.style.setProperty("left", `${Math.max(EDGE, left)}px`);
  around.style.setProperty("top", `${Math.max(EDGE, top)}px`);
};
