// Page: the sections of a party, empty, in the order and with the hooks that the server writes them.
import type { WireParty } from "../wire.ts";
import { el } from "./dom.ts";

/** What `makePartyView` fills. `asksName`: nobody is known here yet. */
export const partyShell = (party: WireParty, asksName: boolean): HTMLElement[] => [
  el("header", { class: "cover" }, el("img", { src: `/p/${encodeURIComponent(party.code)}/cover.svg`, alt: "" })),
  el("p", { class: "invited-by" }, `${party.hostName} invites you to`),
  el("h1", {}, party.title),
  el("p", { class: "when" }, el("time")),
  el("p", { class: "countdown" }),
  el("section", { class: "where", "aria-label": "Where" }, el("div", { id: "map" })),
  el(
    "section",
    { class: "who", "aria-label": "Who is coming" },
    el("p", { class: "count" }),
    el("ul", { class: "faces" }),
  ),
  answerForm(party, asksName),
  el("p", { class: "mine", "aria-live": "polite" }),
  el("section", { class: "links", "aria-label": "Calendar and directions" }),
  el("section", { class: "about" }, el("p")),
];

const answerForm = (party: WireParty, asksName: boolean): HTMLElement =>
  el(
    "form",
    { id: "answer", method: "post", "aria-label": "Your answer" },
    asksName &&
      el(
        "div",
        { class: "field" },
        el("label", { for: "name" }, "Your name"),
        el("input", { id: "name", name: "name", type: "text", autocomplete: "name", maxlength: 40, required: true }),
      ),
    party.plusMax > 0 && plusField(party.plusMax),
    el("div", { class: "answers" }, answer("going", "Going"), answer("maybe", "Maybe"), answer("no", "Can't")),
  );

const plusField = (max: number): HTMLElement =>
  el(
    "div",
    { class: "field plus" },
    el("label", { for: "plus" }, "Bringing anyone?"),
    el("input", { id: "plus", name: "plus", type: "number", min: 0, max, value: 0, inputmode: "numeric" }),
  );

const answer = (value: string, label: string): HTMLElement =>
  el("button", { type: "submit", name: "answer", value, "aria-pressed": "false" }, label);
