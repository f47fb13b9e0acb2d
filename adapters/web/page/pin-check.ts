// Page: a host says whether the pin is right, or puts it where it belongs.
import type { WireParty } from "../wire.ts";
import { el, find } from "./dom.ts";
import type { PinMap } from "./pin-map.ts";
import { pressOn, takePresses, type OnSaid } from "./presses.ts";

type Point = { lat: number; lng: number };

/** Shows the question while the pin is a guess that this viewer may judge, in place of what the server wrote. */
export const showPinCheck = (main: HTMLElement, party: WireParty, onSaid: OnSaid): void => {
  const { guess, point } = party.exact ?? {};
  const there = find<HTMLFormElement>("form#pin", main);
  const asked = guess !== undefined && point && !party.calledOff ? guess : undefined;
  if (there?.dataset["guess"] === asked && (there !== undefined) === (asked !== undefined)) return;
  there?.remove();
  const box = find("#map", main);
  if (box) box.classList.remove("away");
  if (asked !== undefined && point) box?.after(question(party.code, asked, point, box, onSaid));
};

const question = (code: string, guess: string, point: Point, box: HTMLElement, onSaid: OnSaid): HTMLElement => {
  const right = el(
    "button",
    { type: "submit", class: "button strong", name: "guess", value: guess },
    "Yes, that is right",
  );
  const move = el("button", { type: "button", class: "button" }, "Move it");
  const form = el(
    "form",
    { id: "pin", method: "post", action: `/p/${encodeURIComponent(code)}/pin`, "data-guess": guess },
    el("p", {}, el("strong", {}, "Is the pin right?"), " Guests see it once you say so."),
    el("div", { class: "row" }, right, move),
  );
  takePresses(form, onSaid);
  move.addEventListener("click", () => void mover(form, point, box, onSaid));
  return form;
};

/** In place of the question and the map, until it is put or left. */
const mover = async (form: HTMLFormElement, point: Point, box: HTMLElement, onSaid: OnSaid): Promise<void> => {
  const { openPinMap } = await import("./pin-map.ts");
  if (find(".mover", form) || !form.isConnected) return;
  const where = el("p", { class: "hint", role: "status" });
  const field = el("div", { class: "pin-map" });
  const put = el("button", { type: "button", class: "button strong" }, "Put it here");
  const leave = el("button", { type: "button", class: "button" }, "Leave it");
  const all = el(
    "div",
    { class: "mover" },
    el("p", {}, "Drag the pin, tap the map, or use the arrow keys."),
    field,
    where,
    el("div", { class: "row" }, put, leave),
  );
  const ask = [...form.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  for (const part of ask) part.hidden = true;
  form.append(all);
  box.classList.add("away");
  const map: PinMap = openPinMap(field, point, (at) => (where.textContent = `Now at ${at.lat}, ${at.lng}`));
  if (map.blind())
    where.textContent = "No streets can be seen here. You can send your location in your chat with the bot, too.";
  const end = (): void => {
    map.stop();
    all.remove();
    box.classList.remove("away");
    for (const part of ask) part.hidden = false;
  };
  leave.addEventListener("click", () => {
    end();
    find<HTMLElement>(".row .button:last-child", form)?.focus();
  });
  const send = async (): Promise<void> => {
    const { lat, lng } = map.at();
    if (await pressOn(form, put, { at: `${lat},${lng}` }, onSaid)) end();
  };
  put.addEventListener("click", () => void send());
};
