// Page: ways to get there: from the exact place for those who may know it, else from the area.
import type { WireParty } from "../wire.ts";
import { el } from "./dom.ts";

type Way = { label: string; href: string };

/** Links that open another site only when followed. */
export const ways = (party: WireParty): Way[] => {
  const point = party.exact?.point ?? (party.exact?.address === undefined ? party.area : undefined);
  const words = party.exact?.address;
  if (point === undefined && words === undefined) return [];
  const to = point ? `${point.lat},${point.lng}` : (words ?? "");
  const asked = encodeURIComponent(to);
  return [
    { label: "Google Maps", href: `https://www.google.com/maps/dir/?api=1&destination=${asked}` },
    { label: "Apple Maps", href: `https://maps.apple.com/?daddr=${asked}` },
    {
      label: "OpenStreetMap",
      href: point
        ? `https://www.openstreetmap.org/directions?to=${asked}`
        : `https://www.openstreetmap.org/search?query=${asked}`,
    },
  ];
};

/** Fills the `.links` section: the calendar and the directions. */
export const showLinks = (section: HTMLElement, party: WireParty): void => {
  const to = party.exact ? "Directions" : "Directions to the area";
  const links = party.calledOff ? [] : ways(party);
  section.replaceChildren(
    el("a", { class: "button calendar", href: `/p/${encodeURIComponent(party.code)}/party.ics` }, "Add to calendar"),
    ...(links.length === 0
      ? []
      : [
          el(
            "p",
            { class: "directions" },
            el("span", {}, to),
            ...links.map((way) => el("a", { href: way.href, target: "_blank", rel: "noopener noreferrer" }, way.label)),
          ),
        ]),
  );
};
