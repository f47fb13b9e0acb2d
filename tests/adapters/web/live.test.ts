// The live line over a real WebSocket: who is told what, and that nobody can bring the program down with it.
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Joined } from "../../../adapters/web/wire.ts";
import type { House } from "./house.ts";
import { cookieIn, openHouse, openLine } from "./house.ts";

let house: House;
let ada: Joined;
let code: string;
beforeAll(async () => {
  house = await openHouse();
  ada = await house.joins("Ada");
  code = await house.party(
    ada,
    "/create Rooftop BBQ when:28.11.2026 19:00 where:52.4990,13.4180 find:nearby approve:no",
  );
});
afterAll(() => house.world.close());

const answers = async (name: string, answer: string, cookie?: string): Promise<string> => {
  const headers = cookie === undefined ? {} : { cookie };
  const response = await house.posts(`/p/${code}/answer`, { name, answer }, headers);
  expect(response.status).toBe(200);
  return cookieIn(response, code) ?? cookie ?? "";
};

describe("a party's page", () => {
  test("a stranger's page follows the count, and is told nothing of a personal kind anew", async () => {
    const line = await openLine(house.url, { kind: "hello", party: code });
    const first = await line.until("party");
    expect(first.party).not.toHaveProperty("exact");
    expect(first.party).not.toHaveProperty("guests");
    const cookie = await answers("Ben", "going");
    const next = await line.until("party", (frame) => frame.party.going === first.party.going + 1);
    expect(next.party.version).toBeGreaterThan(first.party.version);
    expect(next.party).not.toHaveProperty("exact");
    expect(line.frames.filter((frame) => frame.kind === "mine")).toHaveLength(1);
    line.socket.close();
    await answers("", "withdraw", cookie);
  });

  test("a guest's page is told their own answer as it changes elsewhere, before the address that it earns", async () => {
    const cookie = await answers("Cleo", "no");
    const line = await openLine(house.url, { kind: "hello", party: code }, { cookie });
    expect((await line.until("mine")).mine).toMatchObject({ name: "Cleo", answer: "declined" });
    await answers("", "going", cookie);
    const earned = await line.until("party", (frame) => frame.party.exact !== undefined);
    expect(earned.party.exact?.point).toBeDefined();
    const kinds = line.frames.map((frame) =>
      frame.kind === "mine" ? (frame.mine.answer ?? "") : frame.kind === "party" && frame.party.exact ? "exact" : "",
    );
    expect(kinds.indexOf("going")).toBeLessThan(kinds.indexOf("exact"));
    line.socket.close();
    await answers("", "withdraw", cookie);
  });

  test("the time stays in the language that the page was written in", async () => {
    const headers = { "accept-language": "de-DE,de;q=0.9" };
    const html = await (await house.gets(`/p/${code}`, headers)).text();
    const line = await openLine(house.url, { kind: "hello", party: code }, headers);
    const { when } = (await line.until("party")).party;
    expect(when).toContain("Samstag");
    expect(html).toContain(when);
    line.socket.close();
  });

  test("many changes at once leave every page at the last of them", async () => {
    const lines = await Promise.all(
      Array.from({ length: 20 }, () => openLine(house.url, { kind: "hello", party: code })),
    );
    const guests = await Promise.all(Array.from({ length: 12 }, (_, i) => answers(`Guest ${i}`, "maybe")));
    for (const line of lines) {
      const last = await line.until("party", (frame) => frame.party.maybe === guests.length);
      expect(last.party.code).toBe(code);
      const versions = line.frames.flatMap((frame) => (frame.kind === "party" ? [frame.party.version] : []));
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      line.socket.close();
    }
  });
});

describe("a room of the playground", () => {
  test("what one says the other reads, and a command is read by nobody else", async () => {
    const ben = await house.joins("Ben", "attic");
    const eve = await house.joins("Eve", "attic");
    const line = await openLine(house.url, { kind: "hello", bearer: eve.bearer, room: "attic" });
    await line.until("welcome");
    await house.says(ben, { text: "/create Secret where:Canarygasse 77, Berlin" }, "attic");
    await house.says(ben, { text: "hello there" }, "attic");
    const heard = await line.until("message");
    expect(heard.message).toMatchObject({ from: { name: "Ben" }, text: "hello there" });
    expect(JSON.stringify(line.frames)).not.toContain("Canarygasse");
    line.socket.close();
  });

  test("the same message sent twice is shown once", async () => {
    const ben = await house.joins("Ben", "cellar");
    const line = await openLine(house.url, { kind: "hello", bearer: ben.bearer, room: "cellar" });
    await line.until("welcome");
    const id = "the-same-id";
    await house.says(ben, { id, text: "once" }, "cellar");
    await house.says(ben, { id, text: "once" }, "cellar");
    const headers = { authorization: `Bearer ${ben.bearer}` };
    const state = (await (await house.gets("/playground/chat/room?room=cellar", headers)).json()) as {
      messages: { text?: string }[];
    };
    expect(state.messages.map((message) => message.text)).toEqual(["once"]);
    line.socket.close();
  });

  test("the others see who is here, and who has left", async () => {
    const [ben, eve] = [await house.joins("Ben", "hall"), await house.joins("Eve", "hall")];
    const here = (name: string, yes: boolean) => (frame: { people: { name: string; here: boolean }[] }) =>
      frame.people.some((one) => one.name === name && one.here === yes);
    const bens = await openLine(house.url, { kind: "hello", bearer: ben.bearer, room: "hall" });
    const eves = await openLine(house.url, { kind: "hello", bearer: eve.bearer, room: "hall" });
    await bens.until("people", here("Eve", true));
    eves.socket.close();
    await bens.until("people", here("Eve", false));
    bens.socket.close();
  });

  test("whoever leaves at once is not thought to be here for ever", async () => {
    const [ben, eve] = [await house.joins("Ben", "stairs"), await house.joins("Eve", "stairs")];
    const gone = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const line = await openLine(house.url, { kind: "hello", bearer: eve.bearer, room: "stairs" });
        line.socket.terminate();
        return line.closed;
      }),
    );
    expect(gone).toHaveLength(20);
    const line = await openLine(house.url, { kind: "hello", bearer: ben.bearer, room: "stairs" });
    await line.until("people");
    const said = await house.gets("/playground/chat/room?room=stairs", { authorization: `Bearer ${ben.bearer}` });
    const { people } = (await said.json()) as { people: { name: string; here: boolean }[] };
    expect(people.filter((one) => one.here).map((one) => one.name)).toEqual(["Ben"]);
    line.socket.close();
  });
});

describe("what is not understood", () => {
  test("a page of another site is turned away, and so is one that does not say where it comes from", async () => {
    for (const origin of ["https://evil.example", "null", undefined]) {
      const headers = origin === undefined ? {} : { origin };
      const socket = new WebSocket(`${house.url.replace("http", "ws")}/live`, { headers });
      const status = await new Promise((resolve) => {
        socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
        socket.on("error", () => undefined);
      });
      expect(status).toBe(403);
    }
  });

  test.each([
    ["an unknown bearer", JSON.stringify({ kind: "hello", bearer: "A".repeat(22), room: "kitchen" }), 4401],
    ["no JSON", "not json", 1008],
    ["a room that cannot be", JSON.stringify({ kind: "hello", bearer: "A".repeat(22), room: "../x" }), 1008],
    ["far too much", JSON.stringify({ kind: "hello", party: "x".repeat(10_000) }), 1009],
  ])("%s ends the line with a reason", async (_what, text, reason) => {
    const line = await openLine(house.url, undefined);
    line.socket.send(text);
    expect(await line.closed).toBe(reason);
  });

  test("a party that is not there is a quiet line, and a ping is answered", async () => {
    const line = await openLine(house.url, { kind: "hello", party: "22222222" });
    await line.until("welcome");
    line.socket.send(JSON.stringify({ kind: "ping" }));
    await line.until("pong");
    expect(line.frames.map((frame) => frame.kind)).toEqual(["welcome", "pong"]);
    line.socket.close();
  });
});

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://evil\r\n` +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

describe("rude connections", () => {
  test("a connection reset in mid-upgrade does not bring the program down", async () => {
    const faults: unknown[] = [];
    const note = (error: unknown): void => void faults.push(error);
    process.on("uncaughtException", note);
    const port = Number(new URL(house.url).port);
    const rude = (path: string): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1", () => {
          socket.write(upgrade(path));
          setImmediate(() => socket.resetAndDestroy());
        });
        socket.on("error", () => undefined);
        socket.on("close", () => resolve());
      });
    for (let i = 0; i < 40; i++) await rude(i % 2 === 0 ? "/other" : "/live");
    expect((await house.gets("/healthz")).status).toBe(200);
    process.off("uncaughtException", note);
    expect(faults).toEqual([]);
  });

  test("the program stops in time, says goodbye, and no open line holds it up", async () => {
    const other = await openHouse();
    const port = Number(new URL(other.url).port);
    // Turned away, and never closing their own end.
    const stubborn = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    stubborn.on("error", () => undefined);
    stubborn.write(upgrade("/other"));
    await new Promise((resolve) => stubborn.once("data", resolve));
    const line = await openLine(other.url, { kind: "hello", party: "22222222" });
    await line.until("welcome");
    const from = performance.now();
    await other.world.close();
    expect(performance.now() - from).toBeLessThan(5_000);
    expect(line.frames.at(-1)?.kind).toBe("bye");
    expect(await line.closed).toBe(1001);
    stubborn.destroy();
  });
});
