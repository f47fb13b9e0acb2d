// Page: a view from the server as elements: running text, fields, buttons, and the cover of a party.
import type { WireButton, WireInline, WireView } from "../wire.ts";
import { el, freshId } from "./dom.ts";
import { dress } from "./theme.ts";
import { yourTime } from "./time.ts";

/** What to do when a button is pressed; an address opens by itself. */
export type OnPress = (button: { press: string } | { reopen: string }, node: HTMLButtonElement) => void;

/** A view. A party's card is an article named by the party's title, under its cover. */
export const viewNode = (view: WireView, onPress: OnPress): HTMLElement => {
  const titleId = freshId("title");
  const title = el("h2", { id: titleId, class: "view-title" }, view.title);
  const inside = [
    view.title === "" ? undefined : title,
    view.body && view.body.length > 0 ? el("p", { class: "view-body" }, ...view.body.map(inline)) : undefined,
    view.fields && view.fields.length > 0 ? fields(view.fields) : undefined,
    mapLine(view),
    ...(view.buttons ?? []).map((row, at) => buttonRow(row, onPress, at)),
  ];
  if (view.party === undefined) return el("div", { class: "view" }, ...inside);
  // Only what is kept up to date is an article: an answer about the same party must not pass for its card.
  const card =
    view.card === undefined
      ? el(
          "div",
          { class: "view about-party", role: "group", "aria-labelledby": titleId },
          cover(view.party),
          ...inside,
        )
      : el(
          "article",
          { class: "card", "aria-labelledby": titleId },
          cover(view.party),
          el("div", { class: "card-body" }, ...inside),
        );
  dress(card, view.party);
  return card;
};

/** One piece of running text. Addresses open only when they are http(s) or our own. */
export const inline = (piece: WireInline): Node | string => {
  if (typeof piece === "string") return piece;
  if ("bold" in piece) return el("strong", {}, piece.bold);
  if ("who" in piece) return el("span", { class: "who-name" }, piece.who);
  if ("at" in piece) {
    const yours = yourTime(piece.at, piece.timeZone);
    const time = el("time", { datetime: new Date(piece.at).toISOString() }, piece.text);
    return yours === undefined ? time : el("span", {}, time, el("small", { class: "your-time" }, ` ${yours}`));
  }
  const href = safeHref(piece.link);
  return href === undefined ? piece.text : el("a", { href, target: "_blank", rel: "noopener noreferrer" }, piece.text);
};

/** The address when it may be opened: never `javascript:` and its like. */
export const safeHref = (link: string): string | undefined => {
  try {
    const url = new URL(link, location.origin);
    return ["http:", "https:", "mailto:", "geo:"].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
};

const cover = (code: string): HTMLElement => {
  const image = el("img", {
    class: "card-cover",
    src: `/p/${encodeURIComponent(code)}/cover.svg`,
    alt: "",
    width: 600,
    height: 200,
    loading: "lazy",
  });
  image.addEventListener("error", () => image.classList.add("missing"));
  return image;
};

const fields = (list: NonNullable<WireView["fields"]>): HTMLElement =>
  el(
    "dl",
    { class: "fields" },
    ...list.map((field) => el("div", {}, el("dt", {}, field.label), el("dd", {}, ...field.value.map(inline)))),
  );

const mapLine = (view: WireView): HTMLElement | undefined => {
  const href = view.map && safeHref(view.map.url);
  const shown = view.buttons?.flat().some((button) => "open" in button && safeHref(button.open) === href);
  return href === undefined || shown
    ? undefined
    : el("a", { class: "map-link", href, target: "_blank", rel: "noopener" }, "See it on the map");
};

const buttonRow = (row: WireButton[], onPress: OnPress, rowAt: number): HTMLElement =>
  el("div", { class: "buttons" }, ...row.map((button, at) => buttonNode(button, onPress, `${rowAt}.${at}`)));

const buttonNode = (button: WireButton, onPress: OnPress, key: string): HTMLElement => {
  const look = `button ${button.tone ?? ""}`.trim();
  if ("open" in button) {
    const href = safeHref(button.open);
    return href === undefined
      ? el("span", { class: `${look} off` }, button.label)
      : el("a", { class: look, href, target: "_blank", rel: "noopener", "data-key": key }, button.label);
  }
  const node = el("button", { type: "button", class: look, "data-key": key }, button.label);
  node.addEventListener("click", () =>
    onPress("press" in button ? { press: button.press } : { reopen: button.reopen }, node),
  );
  return node;
};
