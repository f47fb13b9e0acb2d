// Page: what a search on the map is asked with: the days, a place that is typed, and the viewer's own position, with the reason first.
import type { WireMapFilter, WireSpot } from "../wire.ts";
import { call } from "./call.ts";
import { el, find } from "./dom.ts";
import { roughly } from "./near-bounds.ts";

type When = WireMapFilter["when"];
type Point = { lat: number; lng: number };

const DAYS: readonly { value: When; words: string }[] = [
  { value: "any", words: "Any day" },
  { value: "tonight", words: "Tonight" },
  { value: "weekend", words: "This weekend" },
];

/** One of three, as a row of radio buttons. */
export const daysRow = (chosen: When, onChosen: (when: When) => void): HTMLElement =>
  el(
    "fieldset",
    { class: "near-days" },
    el("legend", { class: "unseen" }, "When"),
    ...DAYS.map(({ value, words }) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: "when",
          value,
          checked: value === chosen,
          onchange: () => onChosen(value),
        }),
        el("span", {}, words),
      ),
    ),
  );

/** Where a typed place is, as the server knows it; else words. */
export const spotOf = async (where: string): Promise<{ ok: WireSpot } | { words: string }> => {
  const answer = await call<WireSpot>(`/nearby/spot?where=${encodeURIComponent(where)}`);
  return "ok" in answer ? answer : { words: answer.trouble.words };
};

/** The form asks for the spot alone: how far around is what the map shows. */
export const takeSearch = (form: HTMLFormElement, onSpot: (spot: WireSpot) => void): void => {
  const input = find<HTMLInputElement>("input[name=where]", form);
  const button = find<HTMLButtonElement>("button[type=submit]", form);
  const trouble = form.appendChild(el("p", { class: "trouble", role: "alert" }));
  for (const name of ["within"])
    for (const node of form.querySelectorAll(`[name=${name}], [for=${name}]`)) node.remove();
  form.classList.add("on-map");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const where = input?.value.trim() ?? "";
    if (where === "") return;
    trouble.textContent = "";
    button?.setAttribute("aria-busy", "true");
    void spotOf(where).then((answer) => {
      button?.removeAttribute("aria-busy");
      if ("ok" in answer) onSpot(answer.ok);
      else trouble.textContent = answer.words;
    });
  });
};

/** Says why before the browser asks. The position is put on a grid of two kilometres before anything else sees it. */
export const positionButton = (onPoint: (point: Point) => void): HTMLElement => {
  const say = el("p", { role: "status", class: "hint" });
  const why = el(
    "div",
    { class: "near-why", hidden: true },
    el(
      "p",
      {},
      "This only moves the map to where you are. Your position is rounded to about two kilometres here in your browser, and is kept nowhere.",
    ),
    el("button", { type: "button", class: "button strong small", onclick: () => locate() }, "Move the map"),
    el("button", { type: "button", class: "button small", onclick: () => open(false) }, "Not now"),
  );
  const ask = el(
    "button",
    { type: "button", class: "button near-me", "aria-expanded": "false", onclick: () => open(why.hidden === true) },
    "Use my position",
  );
  const open = (wanted: boolean): void => {
    why.hidden = !wanted;
    ask.setAttribute("aria-expanded", String(wanted));
    if (wanted) why.querySelector("button")?.focus();
    else ask.focus();
  };
  const locate = (): void => {
    say.textContent = "Asking your browser…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        say.textContent = "";
        open(false);
        onPoint(roughly({ lat: coords.latitude, lng: coords.longitude }));
      },
      () => (say.textContent = "Your browser gave no position. Type a place instead."),
      { enableHighAccuracy: false, maximumAge: 600_000, timeout: 10_000 },
    );
  };
  return el("div", { class: "near-position" }, ask, why, say);
};
