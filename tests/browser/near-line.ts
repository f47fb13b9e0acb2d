// Support: the server's end of a map's line, played by a test: thousands of parties at once, and changes when the test says so.
import type { Page } from "playwright-core";
import type { ClientFrame, ServerFrame, WireDot } from "../../adapters/web/wire.ts";
import { NOON } from "../support/clock.ts";

export type NearLine = { asked: ClientFrame[]; tell(frame: ServerFrame): void };

const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const DAY = 86_400_000;
const TITLES = ["Rooftop BBQ", "Board game night", "Vinyl & dumplings", "Silent disco", "Potluck", "Karaoke kitchen"];
const LABELS = ["Kreuzberg, Berlin", "Neukölln, Berlin", "Mitte, Berlin", "Prenzlauer Berg, Berlin"];

export const dotAt = (i: number, over: Partial<WireDot> = {}): WireDot => {
  const startsAt = NOON + (i % 14) * DAY + 7 * 3_600_000;
  return {
    code: `near${[i / 27_000, i / 900, i / 30, i].map((n) => ALPHABET[Math.floor(n) % 30]).join("")}`,
    version: 1,
    title: `${TITLES[i % TITLES.length]}${i < TITLES.length ? "" : ` ${i}`}`,
    startsAt,
    timeZone: "Europe/Berlin",
    when: `Sat 28 Nov at ${18 + (i % 5)}:00`,
    label: LABELS[i % LABELS.length] ?? "",
    // A golden-angle spiral around the city: dense in its middle, as cities are.
    area: {
      lat: 52.52 + 0.0025 * Math.sqrt(i) * Math.sin(i * 2.4),
      lng: 13.405 + 0.0041 * Math.sqrt(i) * Math.cos(i * 2.4),
    },
    areaKm: 1.1,
    going: i % 21,
    ...(i % 3 > 0 && { max: 20 }),
    approval: i % 2 === 0,
    ...over,
  };
};

/** Answers each `map` frame with `dots`. Call before the page is opened. */
export const playLine = async (page: Page, dots: readonly WireDot[], more = false): Promise<NearLine> => {
  const asked: ClientFrame[] = [];
  const lines: { send(text: string): void }[] = [];
  await page.routeWebSocket(/\/live$/, (line) => {
    lines.push(line);
    line.onMessage((text) => {
      const frame = JSON.parse(String(text)) as ClientFrame;
      if (frame.kind !== "map") return;
      asked.push(frame);
      if (asked.length === 1) line.send(JSON.stringify({ kind: "welcome" }));
      line.send(JSON.stringify({ kind: "dots", dots: [...dots], more } satisfies ServerFrame));
    });
  });
  return { asked, tell: (frame) => lines.at(-1)?.send(JSON.stringify(frame)) };
};
