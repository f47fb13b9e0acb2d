// What a guest who answered on a party's page is told: on the page while it is open, else at their next visit, and then the host reads so.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ChatState, Joined, ServerFrame } from "../../../adapters/web/wire.ts";
import type { House } from "./house.ts";
import { cookieIn, openHouse, openLine } from "./house.ts";

let house: House;
let ada: Joined;
let code: string;
beforeAll(async () => {
  house = await openHouse();
  ada = await house.joins("Ada");
});
afterAll(() => house.world.close());
beforeEach(async () => {
  const line = "/create Rooftop BBQ when:28.11.2026 19:00 where:52.4990,13.4180 find:nearby approve:no max:1";
  code = await house.party(ada, line);
});

const answers = async (name: string, answer: string, cookie = ""): Promise<{ cookie: string; notice: string }> => {
  const response = await house.posts(`/p/${code}/answer`, { name, answer }, { cookie });
  const { notice } = (await response.json()) as { notice: string };
  await house.world.settles();
  return { cookie: cookieIn(response, code) ?? cookie, notice };
};

/** What the page shows of the time since the last visit. */
const visits = async (cookie: string, headers: Record<string, string> = {}): Promise<string> => {
  const html = await (await house.gets(`/p/${code}`, { cookie, ...headers })).text();
  const section = /<section class="news"[^>]*>([\s\S]*?)<\/section>/.exec(html)?.[0] ?? "";
  return section.includes("hidden") ? "" : section.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
};

/** What Ada was told in private about this party, once those who cannot be reached have been gathered. */
const adaReads = async (): Promise<string> => {
  await house.world.passes(6_000);
  const headers = { authorization: `Bearer ${ada.bearer}` };
  const { messages } = (await (await house.gets("/playground/chat/private", headers)).json()) as ChatState;
  return JSON.stringify(messages.filter((message) => message.view?.party === code));
};

/** A page that somebody looks at, or one in the background, which says nothing. */
const opens = async (cookie: string, looked: boolean) => {
  const line = await openLine(house.url, { kind: "hello", party: code }, { cookie });
  if (looked)
    line.socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.kind === "news") line.socket.send(JSON.stringify({ kind: "seen", id: frame.news.id }));
    });
  await line.until("mine");
  return line;
};

const callsOff = () => house.says(ada, { text: `/calloff ${code} sure:yes` });

describe("a page that somebody looks at", () => {
  test("says that a place is free, once, and nobody is said to be out of reach", async () => {
    const ben = await answers("Ben", "going");
    const eve = await answers("Eve", "going");
    const line = await opens(eve.cookie, true);
    await answers("", "no", ben.cookie);
    const { news } = await line.until("news");
    expect(news.title).toBe("A place is free: you're going to Rooftop BBQ!");
    expect(JSON.stringify(line.frames)).toContain('"answer":"going"');
    expect(await adaReads()).not.toContain("could not be reached");
    expect(await visits(eve.cookie)).toBe("");
    line.socket.close();
  });

  test("says when the party moved, with the old time and the new, and no address", async () => {
    const ben = await answers("Ben", "going");
    const line = await opens(ben.cookie, true);
    await house.says(ada, { text: `/edit ${code} when:28.11.2026 20:30 where:52.5200,13.4050` });
    const { news } = await line.until("news");
    expect(news.title).toBe("Changed: Rooftop BBQ");
    expect(news.text).toMatch(/^When: was .*19:00.* → now .*20:30/);
    expect(news.text).not.toContain("52.5");
    line.socket.close();
  });

  test("whose line broke is told what it missed when it is back", async () => {
    const ben = await answers("Ben", "going");
    const broken = await opens(ben.cookie, true);
    broken.socket.close();
    await broken.closed;
    await callsOff();
    const back = await opens(ben.cookie, true);
    expect((await back.until("news")).news.title).toBe("Called off: Rooftop BBQ");
    back.socket.close();
  });
});

describe("without a page that somebody looks at", () => {
  test("the host reads who was not reached, and the guest what happened, at the next visit and not again", async () => {
    const ben = await answers("Ben", "going");
    const eve = await answers("Eve", "going");
    await callsOff();
    const read = await adaReads();
    expect(read).toContain("could not be reached");
    expect(read).toMatch(/Ben.*Eve|Eve.*Ben/);
    expect(await visits(ben.cookie, { "sec-purpose": "prefetch" })).toBe("");
    expect(await visits(ben.cookie)).toMatch(/Since you were last here.*Called off: Rooftop BBQ/);
    expect(await visits(ben.cookie)).toBe("");
    expect(await visits(eve.cookie)).toContain("Called off: Rooftop BBQ");
    expect(await visits("")).toBe("");
  });

  test("a page in the background does not count as told, whoever else says so", async () => {
    const ben = await answers("Ben", "going");
    const [mallory, line] = [await opens("", false), await opens(ben.cookie, false)];
    const told: string[] = [];
    line.socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.kind !== "news") return;
      told.push(frame.news.title);
      mallory.socket.send(JSON.stringify({ kind: "seen", id: frame.news.id }));
    });
    await callsOff();
    expect(told).toEqual(["Called off: Rooftop BBQ"]);
    expect(await adaReads()).toContain("Ben could not be reached");
    expect(await visits(ben.cookie)).toContain("Called off");
    for (const { socket } of [line, mallory]) socket.close();
  });
});

test("who has a tab of the playground finds it in the chat there, whether it is open or not", async () => {
  const ben = await house.joins("Ben");
  await house.says(ben, { text: `/rsvp ${code} going` });
  await callsOff();
  expect(await adaReads()).not.toContain("could not be reached");
  const headers = { authorization: `Bearer ${ben.bearer}` };
  const state = (await (await house.gets("/playground/chat/private", headers)).json()) as ChatState;
  expect(state.messages.map((message) => message.view?.title)).toContain("Called off: Rooftop BBQ");
});

test("on the page nobody is promised a message: the page itself changes", async () => {
  await answers("Ben", "going");
  const { notice } = await answers("Eve", "going");
  expect(notice).toBe(
    "Rooftop BBQ is full. You're number 1 on the waitlist. Keep this page: it changes by itself as soon as there is room.",
  );
});
