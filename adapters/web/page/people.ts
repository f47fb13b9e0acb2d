// Page: who is in the room, and the way to be somebody else.
import type { ChatState } from "../wire.ts";
import { el } from "./dom.ts";
import { face, facesRow } from "./faces.ts";

type Person = ChatState["people"][number];
export type PeoplePanel = { panel: HTMLElement; row: HTMLElement; update(people: readonly Person[]): void };

/** The panel at the side (a sheet on phones) and the row of faces in the header that opens it. */
export const makePeople = (me: string): PeoplePanel => {
  const list = el("ul", { class: "people-list" });
  const close = el("button", { type: "button", class: "button quiet close-people" }, "Close");
  const panel = el(
    "aside",
    { id: "people", class: "people", "aria-label": "People" },
    el("h2", {}, "People"),
    list,
    el("p", { class: "hint" }, "Open a second tab to be someone else, and answer your own invitation."),
    anotherPerson(),
    close,
  );
  const count = el("span", { class: "people-count num" });
  const faces = el("ul", { class: "faces", "aria-hidden": "true" });
  const row = el(
    "button",
    { type: "button", class: "people-button", "aria-expanded": "false", "aria-controls": "people" },
    faces,
    count,
  );
  const toggle = (open: boolean): void => {
    panel.classList.toggle("open", open);
    row.setAttribute("aria-expanded", String(open));
    (open ? close : row).focus();
  };
  row.addEventListener("click", () => toggle(!panel.classList.contains("open")));
  close.addEventListener("click", () => toggle(false));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
  return {
    panel,
    row,
    update(people) {
      const here = people.filter((person) => person.here);
      const hereFirst = [...people].sort((a, b) => Number(b.here) - Number(a.here));
      list.replaceChildren(...hereFirst.map((person) => personRow(person, me)));
      faces.replaceChildren(...facesRow(here.map((person) => person.name).slice(0, 3)));
      count.textContent = `${here.length} here`;
    },
  };
};

const anotherPerson = (): HTMLElement => {
  const button = el("button", { type: "button", class: "button wide" }, "Be somebody else");
  // `noopener`: a tab with an opener would start with a copy of this tab's sessionStorage, and be the same person.
  button.addEventListener("click", () => window.open(location.href, "_blank", "noopener"));
  return button;
};

const personRow = (person: Person, me: string): HTMLElement =>
  el(
    "li",
    { class: person.here ? "here" : "away" },
    face(person.name),
    el("span", { class: "person-name" }, person.name, person.userId === me && el("span", { class: "you" }, " you")),
    el("span", { class: "state" }, person.here ? "here" : "away"),
  );
