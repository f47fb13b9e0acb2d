// Page: a party as the map and its list show it: a card that leads to the party's page, and the few words of a mark.
import type { WireDot } from "../wire.ts";
import { el } from "./dom.ts";
import { isFull, roomWords } from "./near-dots.ts";
import { themeOf } from "./theme.ts";
import { now } from "./time.ts";

const WEEK = 6 * 86_400_000;

const pathOf = (dot: WireDot): string => `/p/${encodeURIComponent(dot.code)}`;
const askWords = (dot: WireDot): string => (dot.approval && !isFull(dot) ? "Ask to join" : "See the party");

/** One link, with all that is known: for the list. */
export const cardOf = (dot: WireDot): HTMLAnchorElement =>
  el(
    "a",
    { href: pathOf(dot), class: `near-card ${themeOf(dot.code)}`, "data-code": dot.code },
    el("img", { src: `${pathOf(dot)}/cover.svg`, alt: "", width: 160, height: 90, loading: "lazy" }),
    el(
      "span",
      {},
      el("strong", {}, dot.title),
      el("span", {}, dot.when),
      el("span", {}, placeAndRoom(dot)),
      el("span", { class: "ask" }, askWords(dot)),
    ),
  );

/** The same in a popup. */
export const popupOf = (dot: WireDot): HTMLElement =>
  el(
    "article",
    { class: `near-popup ${themeOf(dot.code)}` },
    el("p", { class: "near-title" }, dot.title),
    el("p", {}, dot.when),
    el("p", { class: "hint" }, placeAndRoom(dot)),
    el("a", { class: "button strong small", href: pathOf(dot) }, askWords(dot)),
  );

/** Several that share one area: where they are, and each by its name. */
export const crowdOf = (dots: readonly WireDot[], shown: number): HTMLElement =>
  el(
    "article",
    { class: "near-popup" },
    el("p", { class: "near-title" }, `${dots.length} parties around here`),
    el("p", { class: "hint" }, dots[0]?.label),
    el(
      "ul",
      {},
      ...dots
        .slice(0, shown)
        .map((dot) => el("li", {}, el("a", { href: pathOf(dot) }, dot.title), el("small", {}, dot.when))),
    ),
    dots.length > shown && el("p", { class: "hint" }, `and ${dots.length - shown} more in the list`),
  );

const short = new Map<string, Intl.DateTimeFormat>();

/** "Sat 19:00" within a week, then "5 Dec", by the party's clocks. */
export const shortTime = (dot: WireDot): string => {
  const soon = dot.startsAt - now() < WEEK;
  const key = `${soon} ${dot.timeZone}`;
  let format = short.get(key);
  if (!format) {
    const parts: Intl.DateTimeFormatOptions = soon
      ? { weekday: "short", hour: "2-digit", minute: "2-digit" }
      : { day: "numeric", month: "short" };
    short.set(key, (format = new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: dot.timeZone })));
  }
  return format.format(dot.startsAt).replace(",", "");
};

/** What a mark is called: read out when it is reached. */
export const markName = (dot: WireDot): string => [dot.title, dot.when, placeAndRoom(dot)].join(", ");

const placeAndRoom = (dot: WireDot): string => [dot.label, roomWords(dot)].filter((part) => part !== "").join(" · ");
