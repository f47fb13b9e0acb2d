// Page: the calendar and the ways to get there, as the server wrote them, kept true.
import { waysTitle, waysTo } from "../ways.ts";
import type { WireParty } from "../wire.ts";
import { el } from "./dom.ts";

/** Fills the `.links` section: the calendar and the directions. */
export const showLinks = (section: HTMLElement, party: WireParty): void => {
  const ways = party.calledOff ? [] : waysTo(party);
  const calendar = { class: "button calendar", href: `/p/${encodeURIComponent(party.code)}/party.ics` };
  const next = section.cloneNode(false) as HTMLElement;
  next.append(el("a", calendar, "Add to calendar"), ...(ways.length > 0 ? [directions(party, ways)] : []));
  // Whoever is about to follow a link keeps it under the finger, and the focus on it.
  if (!section.isEqualNode(next)) section.replaceChildren(...next.childNodes);
};

const directions = (party: WireParty, ways: ReturnType<typeof waysTo>): HTMLElement =>
  el(
    "div",
    { class: "directions" },
    el("h2", {}, waysTitle(party)),
    el(
      "dl",
      {},
      ...ways.flatMap(({ how, maps }) => [
        el("dt", {}, how),
        el(
          "dd",
          {},
          ...maps.map(({ label, href }) =>
            el("a", { href, target: "_blank", rel: "noopener noreferrer", "aria-label": `${how}: ${label}` }, label),
          ),
        ),
      ]),
    ),
  );
