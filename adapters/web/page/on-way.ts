// Page: on the day: a guest says that they are on their way, and hosts see who is.
import type { WireMine } from "../wire.ts";
import { el, find } from "./dom.ts";
import { takePresses, type OnSaid } from "./presses.ts";

/** Makes the buttons work without leaving the page. */
export const takeOnWay = (main: HTMLElement, onSaid: OnSaid): void => {
  const form = find<HTMLFormElement>("form#onway", main);
  if (form) takePresses(form, onSaid);
};

/** Keeps both sections true: `at` is now, in ms. */
export const showOnWay = (main: HTMLElement, { onWay, coming = [] }: WireMine, at: number): void => {
  const section = find("section.onway", main);
  if (section) {
    const arrives = onWay?.arrives && at < onWay.arrives.until ? onWay.arrives : undefined;
    section.hidden = !onWay || at < onWay.from || at >= onWay.until;
    const title = arrives ? `You're on your way, there about ${arrives.text}` : "On my way: there in about";
    const heading = find("h2", section);
    if (heading && heading.textContent !== title) heading.textContent = title;
    const off = find("button[value=off]", section);
    if (off && !arrives && document.activeElement === off) find<HTMLElement>("button[name=minutes]", section)?.focus();
    if (off) off.hidden = !arrives;
  }
  const list = find(".coming", main);
  if (!list) return;
  const now = coming.filter(({ until }) => at < until);
  list.hidden = now.length === 0;
  find("ul", list)?.replaceChildren(
    ...now.map(({ who, text }) => el("li", {}, el("strong", {}, who), ` about ${text}`)),
  );
};
