// Page: parties nearby. The server wrote a form and a list that work without a script; here they become a map that lives.
import "./nearby.css";
import type { ClientFrame, WireBounds, WireDot, WireMapFilter } from "../wire.ts";
import { el, find } from "./dom.ts";
import { openLine } from "./live.ts";
import { askedFor, holds } from "./near-bounds.ts";
import { daysRow, positionButton, spotOf, takeSearch } from "./near-controls.ts";
import type { Dots } from "./near-dots.ts";
import { makeDots } from "./near-dots.ts";
import { makeList } from "./near-list.ts";
import type { Look } from "./near-map.ts";
import { openNearMap } from "./near-map.ts";
import { browserZone } from "./time.ts";

type Kept = { look: Look; when: WireMapFilter["when"] };

const CITY_ZOOM = 11;
const MINE_ZOOM = 12;
const WORLD: Look = { lat: 25, lng: 10, zoom: 2 };
const ZOOM_OF_KM: Record<string, number> = { "2": 13, "10": 11, "50": 9 };
/** A hand that drags asks once it rests. */
const RESTS = 150;

const start = (main: HTMLElement, box: HTMLElement, results: HTMLElement): void => {
  const kept = keptLook();
  const given = givenLook(main);
  const dots = makeDots();
  const filter: WireMapFilter = { when: kept?.when ?? "any", timeZone: browserZone() };
  const { news, banner } = furnish(main, box, results);
  const map = openNearMap(box, {
    start: kept?.look ?? given ?? WORLD,
    get: dots.get,
    onMoved: () => moved(),
    onChosen: (code) => list.choose(code),
  });
  const list = makeList(results, {
    throwAt: main.dataset.throw ?? "/",
    onEye: (code) => map.light(code === undefined ? undefined : dots.get(code)),
  });
  results.prepend(news);
  const asking = ask(dots, () => ({ bounds: map.bounds(), filter: { ...filter } }), {
    onState: (up) => void (banner.hidden = up),
    onTold: ({ dot, words }) => {
      soon();
      if (words !== undefined && dot && map.seen()(dot)) news.textContent = words;
    },
  });
  const show = (): void => list.show(asking.known() ? dots.all().filter(map.seen()) : undefined, dots.more());
  const soon = onceAFrame(() => {
    map.set(dots.all());
    if (!map.moving()) show();
  });
  const moved = (): void => {
    show();
    keepLook({ look: map.look(), when: filter.when });
    asking.moved();
  };
  offer(main, filter, map.go, () => {
    keepLook({ look: map.look(), when: filter.when });
    asking.again();
  });
  show();
  if (!given && !kept) void guess(map.go);
};

/** What only a script makes of the page: the map's box, the way around it, and what is said. */
const furnish = (main: HTMLElement, box: HTMLElement, results: HTMLElement) => {
  const news = el("p", { class: "near-news", role: "status", "aria-live": "polite" });
  const words = "Reconnecting… the map may be a little behind.";
  const banner = el("p", { class: "banner", role: "status", hidden: true }, words);
  main.classList.add("alive");
  box.hidden = false;
  box.setAttribute("role", "region");
  box.before(el("a", { href: "#near-results", class: "near-skip" }, "Skip the map"));
  box.append(banner);
  results.id = "near-results";
  results.tabIndex = -1;
  return { news, banner };
};

type View = { bounds: WireBounds; filter: WireMapFilter };
type Told = { dot?: WireDot; words?: string };

/** Keeps `dots` true for what is looked at, over a line that asks again whenever it is new. */
const ask = (dots: Dots, view: () => View, on: { onState(up: boolean): void; onTold(told: Told): void }) => {
  let asked: WireBounds | undefined;
  let known = false;
  let timer = 0;
  const frame = (): ClientFrame => {
    const { bounds, filter } = view();
    asked = askedFor(bounds);
    return { kind: "map", bounds: asked, filter };
  };
  const line = openLine({
    hello: frame,
    onState: on.onState,
    onFrame: (frameTold) => {
      const told = dots.take(frameTold);
      if (!told) return;
      known = true;
      on.onTold(told);
    },
  });
  const again = (): void => line.say(frame());
  return {
    known: () => known,
    again,
    moved: () => {
      clearTimeout(timer);
      // Everything there is of this part may be here already, and is kept true.
      timer = window.setTimeout(() => {
        if (!known || !asked || dots.more() || !holds(asked, view().bounds)) again();
      }, RESTS);
    },
  };
};

/** The form, the days and the position, each of which moves or asks anew. */
const offer = (main: HTMLElement, filter: WireMapFilter, go: (look: Look) => void, onDays: () => void): void => {
  const form = find<HTMLFormElement>("form.search", main);
  if (!form) return;
  takeSearch(form, (spot) => go({ ...spot, zoom: CITY_ZOOM }));
  const days = daysRow(filter.when, (when) => {
    filter.when = when;
    onDays();
  });
  const position = "geolocation" in navigator && positionButton((point) => go({ ...point, zoom: MINE_ZOOM }));
  form.after(days, ...(position ? [position] : []));
};

/** Where the visitor came from, or back to. */
const givenLook = (main: HTMLElement): Look | undefined => {
  const [lat, lng] = (main.dataset.at ?? "").split(",").map(Number);
  if (lat === undefined || lng === undefined) return undefined;
  return { lat, lng, zoom: ZOOM_OF_KM[main.dataset.within ?? ""] ?? CITY_ZOOM };
};

/** The city that the browser's clock is named after is a better start than the whole world. */
const guess = async (go: (look: Look) => void): Promise<void> => {
  const zone = browserZone();
  const city = zone.split("/").at(-1)?.replaceAll("_", " ");
  if (city === undefined || !zone.includes("/") || zone.startsWith("Etc/")) return;
  const spot = await spotOf(city);
  // Another city of that name keeps other hours.
  if ("ok" in spot && spot.ok.timeZone === zone && history.state === null) go({ ...spot.ok, zoom: CITY_ZOOM });
};

/** Held by this entry of the browser's history alone, so that coming back from a party finds the map as it was. */
const keepLook = (kept: Kept): void => history.replaceState({ near: kept }, "");
const keptLook = (): Kept | undefined => (history.state as { near?: Kept } | null)?.near;

const onceAFrame = (work: () => void): (() => void) => {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      work();
    });
  };
};

const main = find("main#nearby");
const box = main && find("#map", main);
const results = main && find(".results", main);
if (main && box && results) start(main, box, results);
