// Page: keeps the sections of a party's page true. The server wrote them; this changes what has changed.
import type { WireMine, WireParty } from "../wire.ts";
import { roll } from "./count.ts";
import { showLinks } from "./directions.ts";
import { el, find } from "./dom.ts";
import { facesRow } from "./faces.ts";
import type { PartyMap } from "./map.ts";
import { showOnWay } from "./on-way.ts";
import { dress } from "./theme.ts";
import { now, stageOf, yourTime } from "./time.ts";
import { countdownWords, mineWords, placeNote, restOfCount, stageNote } from "./words.ts";

export type PartyView = {
  show(party: WireParty, mine: WireMine): void;
  tick(): void;
  party(): WireParty;
  mine(): WireMine;
};

/** Fills `main` from `party` now and on each `show`. */
export const makePartyView = (main: HTMLElement, party: WireParty, mine: WireMine): PartyView => {
  let seen = party;
  let own = mine;
  let map: PartyMap | undefined;
  let asked = false;
  const showMap = async (): Promise<void> => {
    const box = find("#map", main);
    if (box) box.hidden = !seen.area && !seen.exact?.point;
    if (!box || box.hidden) return;
    if (map) return map.show(seen);
    if (asked) return;
    asked = true;
    const { openMap } = await import("./map.ts");
    map = openMap(box, seen);
    map?.show(seen);
  };
  const show = (next: WireParty, nextMine: WireMine): void => {
    seen = next;
    own = nextMine;
    dress(document.body, seen.code);
    showWords(main, seen);
    showWho(main, seen);
    showWhere(main, seen, own);
    showOwn(main, own);
    showOnWay(main, own, now());
    const links = find(".links", main);
    if (links) showLinks(links, seen);
    showStage(main, seen);
    void showMap();
  };
  show(party, mine);
  const tick = (): void => {
    showStage(main, seen);
    showOnWay(main, own, now());
  };
  return { show, tick, party: () => seen, mine: () => own };
};

const put = (node: HTMLElement | undefined, text: string): void => {
  if (node && node.textContent !== text) node.textContent = text;
};

const showWords = (main: HTMLElement, party: WireParty): void => {
  put(find("h1", main), party.title);
  const when = find(".when", main);
  const time = when && (find<HTMLTimeElement>("time", when) ?? when.appendChild(el("time")));
  if (when && time) {
    time.dateTime = new Date(party.startsAt).toISOString();
    put(time, party.when);
    const yours = yourTime(party.startsAt, party.timeZone);
    find(".your-time", when)?.remove();
    if (yours) when.append(el("small", { class: "your-time" }, yours));
  }
  const about = find(".about", main);
  if (!about) return;
  about.hidden = party.about === undefined;
  put(find("p", about) ?? about, party.about ?? "");
};

const showWho = (main: HTMLElement, party: WireParty): void => {
  const count = find(".who .count", main);
  if (count) {
    let number = find(".number", count);
    if (!number) {
      number = el("strong", { class: "number num" });
      number.dataset.value = String(party.going);
      number.textContent = String(party.going);
      count.replaceChildren(number, " ", el("span", { class: "rest num" }));
    }
    roll(number, party.going);
    put(find(".rest", count), restOfCount(party));
  }
  const faces = find(".who .faces", main);
  if (!faces) return;
  faces.hidden = !party.guests?.length;
  faces.replaceChildren(...facesRow(party.guests ?? []));
};

const showWhere = (main: HTMLElement, party: WireParty, mine: WireMine): void => {
  const where = find(".where", main);
  if (!where) return;
  let words = find(".place", where);
  if (!words) {
    // What the server wrote for those without a script gives way.
    for (const line of where.querySelectorAll(":scope > p")) line.remove();
    where.prepend((words = el("div", { class: "place" })));
  }
  const note = placeNote(party, mine);
  const address = party.exact?.address;
  words.replaceChildren(
    el("p", { class: "address" }, address ?? (party.label === "" ? "The host tells guests where" : party.label)),
    ...(address !== undefined && party.label !== "" ? [el("p", { class: "hint" }, party.label)] : []),
    ...(note === undefined ? [] : [el("p", { class: "hint" }, note)]),
  );
};

const showOwn = (main: HTMLElement, mine: WireMine): void => {
  const line = find(".mine", main);
  put(line, mineWords(mine));
  const form = find<HTMLFormElement>("form#answer", main);
  // Beside the buttons, which stay in sight, so that the answer given does too.
  const answers = form && find(".answers", form);
  if (line && answers && line.parentElement !== answers) answers.prepend(line);
  if (!form) return;
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[name=answer]")) {
    button.setAttribute("aria-pressed", String(button.value === wanted(mine)));
  }
  const plus = find<HTMLInputElement>("input[name=plus]", form);
  if (plus && document.activeElement !== plus && mine.plus !== undefined) plus.value = String(mine.plus);
  const name = find<HTMLInputElement>("input[name=name]", form);
  const field = name?.closest<HTMLElement>("label, .field, p, div:not(.answers)");
  if (name && mine.name !== undefined && field && field !== form) {
    field.hidden = true;
    // A hidden field that is required would stop the form without a word.
    name.disabled = true;
  }
};

const wanted = (mine: WireMine): string | undefined =>
  mine.answer === "declined"
    ? "no"
    : mine.answer === "waitlisted" || mine.answer === "requested"
      ? "going"
      : mine.answer;

const showStage = (main: HTMLElement, party: WireParty): void => {
  const stage = stageOf(party, now());
  main.dataset.stage = stage;
  put(find(".countdown", main), countdownWords(party, stage, now()));
  const form = find<HTMLFormElement>("form#answer", main);
  if (form) form.hidden = stage === "calledOff" || stage === "over";
  const note = stageNote(party, stage);
  find(".stage-note", main)?.remove();
  if (note) find(".countdown", main)?.after(el("p", { class: "stage-note" }, note));
};
