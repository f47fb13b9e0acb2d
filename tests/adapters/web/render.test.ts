// Views and parties as the pages take them: named field by field, with nothing added and nothing slipped through.
import { expect, test } from "vitest";
import { isOurs } from "../../../adapters/web/origin.ts";
import { wireMine, wireParty, wireView } from "../../../adapters/web/render.ts";
import { withMentions } from "../../../adapters/web/talk.ts";
import type { Look, Seen, View } from "../../../src/core.ts";
import { readMentions } from "../../../src/core.ts";

const core = {
  encode: ({ command, args }: { command: string; args: Record<string, string> }) =>
    [command, ...Object.values(args)].join(" "),
};
const seen: Seen<"person"> = {
  seenBy: "person",
  code: "k3x9q2bb",
  title: "Rooftop BBQ",
  hostName: "Ada",
  startsAt: Date.UTC(2026, 10, 28, 18),
  overAt: Date.UTC(2026, 10, 29),
  timeZone: "Europe/Berlin",
  label: "Kreuzberg, Berlin",
  shown: "neighbourhood",
  areaKm: 0.75,
  hasExact: true,
  plusMax: 5,
  findable: "invited",
  approval: false,
  calledOff: false,
  version: 1,
  going: 0,
  maybe: 0,
  waiting: 0,
};

test("a fact that nobody named stays behind, in a party and in what is mine", () => {
  const more = { ...seen, canary: "Canarygasse 77" } as Seen<"person">;
  expect(JSON.stringify(wireParty(more))).not.toContain("Canary");
  const look = {
    role: "going",
    seen: more,
    mine: { answer: "going", plus: 1, canary: "Canarygasse 77" },
  } as unknown as Look;
  expect(wireMine(look, "Ben")).toEqual({ role: "going", name: "Ben", answer: "going", plus: 1 });
});

test("a view keeps its words as text, its buttons as typed lines, its times in words and in figures", () => {
  const view: View<"person"> = {
    seenBy: "person",
    title: "<b>x</b>",
    body: [
      "a",
      { bold: "b" },
      { who: "Ben", account: { platform: "web", userId: "1" } },
      { at: seen.startsAt, timeZone: "Europe/Berlin" },
    ],
    buttons: [
      [
        { label: "Going", tone: "go", press: { command: "rsvp", args: { party: "k3x9q2bb", answer: "going" } } },
        { label: "Again", reopen: "d1" },
      ],
    ],
  };
  const wired = wireView(view, { core });
  expect(wired.title).toBe("<b>x</b>");
  expect(wired.body?.[2]).toEqual({ who: "Ben" });
  expect(wired.body?.[3]).toMatchObject({ at: seen.startsAt, text: expect.stringContaining("19:00") });
  expect(wired.buttons).toEqual([
    [
      { label: "Going", tone: "go", press: "rsvp k3x9q2bb going" },
      { label: "Again", reopen: "d1" },
    ],
  ]);
});

const people = [
  { userId: "1", name: "Ann" },
  { userId: "2", name: "Ann Lee" },
  { userId: "3", name: "Zoë (host)" },
];
test.each([
  ["/invite @Ann", ["1"]],
  ["/invite @ann lee", ["2"]],
  ["/invite @Ann Lee @Ann", ["2", "1"]],
  ["/invite @Zoë (host), @Ann", ["3", "1"]],
  ["/invite @Anna", []],
  ["/invite ann@example.com", []],
  ["/invite @", []],
  ["/invite @Ann's friends", ["1"]],
])("%s means %j", (line, expected) => {
  expect(readMentions(withMentions(line, people)).mentions.map(({ account }) => account.userId)).toEqual(expected);
});

test.each([
  [{ origin: "https://party.example", host: "x" }, true],
  [{ origin: "http://10.0.0.5:8080", host: "10.0.0.5:8080" }, true],
  [{ origin: "https://evil.example", host: "party.example" }, false],
  [{ origin: "https://party.example.evil.example", host: "party.example" }, false],
  [{ origin: "null", host: "party.example" }, false],
  [{ origin: "null", host: "party.example", site: "same-origin" }, true],
  [{ origin: "null", host: "party.example", site: "same-site" }, false],
  [{ host: "party.example" }, false],
  [{ origin: "not an origin", host: "party.example" }, false],
])("%j is ours: %s", (said, ours) => {
  expect(isOurs(said, "https://party.example")).toBe(ours);
});
