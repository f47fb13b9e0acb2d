// A party's page on the day: a guest says that they are on their way, a host sees who is and judges the pin, with a script or without.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Joined, WireMine, WireParty } from "../../../adapters/web/wire.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { ADDRESS, openGeocoder, POINT } from "../../support/one-house.ts";
import type { House } from "./house.ts";
import { cookieIn, dataIn, openHouse, openLine } from "./house.ts";

let geocoder: Awaited<ReturnType<typeof openGeocoder>>;
let house: House;
let ada: Joined;
let code: string;
/** The host's and the guest's cookies. */
let host: string;
let ben: string;

beforeAll(async () => {
  geocoder = await openGeocoder();
  house = await openHouse(geocoder.env);
  ada = await house.joins("Ada");
});
afterAll(async () => {
  await house.world.close();
  await geocoder.close();
});
beforeEach(async () => {
  // In eight hours, by Berlin's clocks.
  const starts = new Date(house.world.now() + 9 * HOUR);
  const [day, time] = [starts.toISOString().slice(0, 10), starts.toISOString().slice(11, 16)];
  code = await house.party(ada, `/create BBQ when:${day} ${time} where:${ADDRESS} find:nearby approve:no`);
  host = await visits(ada.bearer);
  ben = cookieIn(await house.posts(`/p/${code}/answer`, { name: "Ben", answer: "going" }), code) ?? "";
  await house.world.settles();
});

const form = (path: string, fields: Record<string, string>, cookie: string): Promise<Response> =>
  fetch(`${house.url}${path}`, {
    method: "POST",
    headers: { origin: house.url, cookie },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
/** Follows the playground's link to the page, and returns the cookie that the page is given. */
const visits = async (bearer: string): Promise<string> => {
  const there = await form("/playground/visit", { bearer, party: code }, "");
  expect([there.status, there.headers.get("location")]).toEqual([303, `/p/${code}`]);
  return cookieIn(there, code) ?? "";
};
const pageOf = async (cookie: string): Promise<string> => (await house.gets(`/p/${code}`, { cookie })).text();
/** A section as it is shown: its words, none where it is hidden. */
const shown = (html: string, section: RegExp): string => {
  const found = section.exec(html)?.[0] ?? "";
  return /^<[^>]*\shidden/.test(found)
    ? ""
    : found
        .replace(/<[^>]*>/g, " ")
        .replace(/&#39;/g, "'")
        .replace(/\s+/g, " ");
};
const ONWAY = /<section class="onway"[\s\S]*?<\/section>/;
const COMING = /<div class="coming"[\s\S]*?<\/div>/;
type Given = { party: WireParty; mine: WireMine; notice: string; refused?: true };

describe("on my way", () => {
  test("is offered from three hours before to guests who are going, and to nobody else", async () => {
    expect(shown(await pageOf(ben), ONWAY)).toBe("");
    await house.world.passes(6 * HOUR);
    expect(shown(await pageOf(ben), ONWAY)).toMatch(/On my way: there in about 5 min 10 min 20 min 30 min/);
    for (const cookie of ["", host]) expect(shown(await pageOf(cookie), ONWAY)).toBe("");
    const stranger = await house.posts(`/p/${code}/onway`, { minutes: "10" });
    expect([stranger.status, await stranger.text()]).toEqual([403, expect.stringContaining("Give your answer first")]);
    const early = cookieIn(await house.posts(`/p/${code}/answer`, { name: "Eve", answer: "maybe" }), code) ?? "";
    const maybe = (await (await house.posts(`/p/${code}/onway`, { minutes: "10" }, { cookie: early })).json()) as Given;
    expect(maybe).toMatchObject({ refused: true, notice: expect.stringContaining("Only guests who are going") });
  });

  test("is said in one tap without a script, is forgotten half an hour after, and is taken back", async () => {
    await house.world.passes(6 * HOUR);
    const said = await form(`/p/${code}/onway`, { minutes: "10" }, ben);
    expect([said.status, said.headers.get("location")]).toEqual([303, `/p/${code}`]);
    const flash = said.headers.getSetCookie().find((one) => one.startsWith("f_"));
    expect(decodeURIComponent(flash ?? "")).toContain("On your way to BBQ: the hosts know.");
    const after = shown(await pageOf(ben), ONWAY);
    expect(after).toMatch(/You're on your way, there about \d\d?:\d\d.* Not yet/);
    expect(shown(await pageOf(host), COMING)).toMatch(/On the way Ben about \d\d?:\d\d/);
    await house.world.passes(41 * MINUTE);
    expect(shown(await pageOf(ben), ONWAY)).toContain("On my way: there in about");
    await form(`/p/${code}/onway`, { minutes: "30" }, ben);
    await form(`/p/${code}/onway`, { minutes: "off" }, ben);
    expect(shown(await pageOf(host), COMING)).toBe("");
  });

  test("stands on an open host's page at once, and goes from it when it is taken back; a guest's page hears nothing of it", async () => {
    await house.world.passes(6 * HOUR);
    const page = await openLine(house.url, { kind: "hello", party: code }, { cookie: host });
    const eve = cookieIn(await house.posts(`/p/${code}/answer`, { name: "Eve", answer: "going" }), code) ?? "";
    const other = await openLine(house.url, { kind: "hello", party: code }, { cookie: eve });
    await Promise.all([page.until("mine"), other.until("mine")]);
    await house.posts(`/p/${code}/onway`, { minutes: "20" }, { cookie: ben });
    const { mine } = await page.until("mine", ({ mine: { coming = [] } }) => coming.length > 0);
    expect(mine).toMatchObject({ role: "host", coming: [{ who: "Ben", text: expect.stringMatching(/^\d\d?:\d\d/) }] });
    const before = page.frames.length;
    await house.posts(`/p/${code}/onway`, { minutes: "off" }, { cookie: ben });
    await page.until("mine", (frame) => page.frames.indexOf(frame) >= before && frame.mine.coming?.length === 0);
    expect(JSON.stringify(other.frames)).not.toContain("coming");
    for (const { socket } of [page, other]) socket.close();
  });
});

describe("the pin", () => {
  const exactOf = async (cookie: string): Promise<WireParty["exact"]> => dataIn(await pageOf(cookie)).party.exact;

  test("is asked about on the host's page alone, and told to guests once a form without a script says that it is right", async () => {
    const asked = await pageOf(host);
    expect(asked).toContain("Is the pin right?");
    expect(asked).toContain(`mlat=${POINT.lat}`);
    const guess = (await exactOf(host))?.guess ?? "";
    for (const cookie of ["", ben]) {
      const html = await pageOf(cookie);
      for (const secret of ["Is the pin right?", guess, `${POINT.lat}`]) expect(html).not.toContain(secret);
    }
    const refused = (await (await house.posts(`/p/${code}/pin`, { guess }, { cookie: ben })).json()) as Given;
    expect(refused.refused).toBe(true);
    expect((await form(`/p/${code}/pin`, { guess }, host)).status).toBe(303);
    expect(await pageOf(host)).not.toContain("Is the pin right?");
    expect((await exactOf(ben))?.point).toEqual(POINT);
  });

  test("is put where the host says, and not farther than another district", async () => {
    const put = async (at: string) =>
      (await (await house.posts(`/p/${code}/pin`, { at }, { cookie: host })).json()) as Given;
    expect(await put("48.1,11.5")).toMatchObject({ refused: true, party: { exact: { guess: expect.any(String) } } });
    expect(await put("52.50101,13.42333")).not.toHaveProperty("refused");
    expect(await exactOf(ben)).toMatchObject({ point: { lat: 52.50101, lng: 13.42333 } });
    expect((await house.posts(`/p/${code}/pin`, { at: "somewhere" }, { cookie: host })).status).toBe(400);
  });
});

test("the playground's link opens the page as its person, who is told nothing twice; a made-up bearer opens it as a stranger's", async () => {
  const html = await pageOf(host);
  expect(dataIn(html).mine).toMatchObject({ role: "host", name: "Ada" });
  expect(html).toContain("Your party");
  expect(html).not.toContain('id="answer"');
  expect(shown(html, /<section class="news"[\s\S]*?<\/section>/)).toBe("");
  expect(await visits("A".repeat(22))).toBe("");
  expect((await form("/playground/visit", { bearer: ada.bearer, party: "../../x" }, "")).status).toBe(400);
});
