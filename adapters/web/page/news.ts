// Page: what happened, told to the guest above everything else. It says so to the server once somebody looks.
import "./news.css";
import type { WireNews } from "../wire.ts";
import { el, find } from "./dom.ts";

export type News = { show(news: WireNews): void };

/** Adds to what the server wrote of the time before this visit. `onSeen` is told the id of what stands on a page that is looked at. */
export const makeNews = (main: HTMLElement, onSeen: (id: string) => void): News => {
  const section = find("section.news", main);
  const shown = new Set<string>();
  let unread: string[] = [];
  const look = (): void => {
    if (document.visibilityState !== "visible") return;
    for (const id of unread) onSeen(id);
    unread = [];
  };
  document.addEventListener("visibilitychange", look);
  return {
    show: ({ id, at, title, text }) => {
      if (!section) return;
      // Told again on a new line: the server did not hear that it was seen.
      if (!shown.has(id)) {
        shown.add(id);
        find("ul", section)?.prepend(item(title, text, at));
        section.hidden = false;
        const heading = find("h2", section);
        if (heading) heading.textContent = "What's new";
      }
      unread.push(id);
      look();
    },
  };
};

const item = (title: string, text: string | undefined, at: number): HTMLElement =>
  el(
    "li",
    {},
    el("strong", {}, title),
    text === undefined ? undefined : ` ${text} `,
    el("time", { datetime: new Date(at).toISOString() }, CLOCK.format(at)),
  );

const CLOCK = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "numeric", minute: "2-digit" });
