// Stories: the address and the exact point of a party reach those who were let in, and no surface beside.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { HOUR } from "../../src/domain/time.ts";
import { DATABASES } from "../support/databases.ts";
import type { Driver, World } from "./language.ts";
import { webDriver } from "./web-driver.ts";
import { startWorld } from "./world.ts";

const POINT = { lat: 52.538127, lng: 13.409873 };
const STREET = "Canarygasse 77";
/** Whatever would give the home away, in any form it may be written in. */
const CANARIES = [
  STREET,
  "Canarygasse",
  "52.5381",
  "13.4098",
  "52.53812",
  "13.40987",
  "52,538",
  encodeURIComponent(STREET),
];

const silent = (surface: string, text: string): void => {
  for (const canary of CANARIES) expect(text.includes(canary), `${surface} tells ${canary}`).toBe(false);
};

describe.each(DATABASES)("with %s, a stranger reads no address", (database) => {
  let world: World;
  let driver: Driver;
  let code: string;
  const frames: string[] = [];
  let socket: WebSocket;

  beforeAll(async () => {
    world = await startWorld(database);
    driver = await webDriver(world);
    const ada = await driver.person("Ada");
    await ada.types(
      `/create Secret garden when:28.11.2026 19:00 where:https://www.google.com/maps/place/Canarygasse+77/@${POINT.lat},${POINT.lng},17z find:nearby approve:no max:5`,
    );
    await ada.types("/invite");
    const [mine] = await world.app.store.reads.parties.nearby({ at: POINT, km: 10, from: world.now(), limit: 1 });
    code = mine?.party.code ?? "";
    socket = new WebSocket(`${world.app.url.replace("http", "ws")}/live`, { origin: world.app.url });
    await new Promise<void>((resolve) => {
      socket.on("message", (data) => {
        frames.push(String(data));
        resolve();
      });
      socket.on("open", () => socket.send(JSON.stringify({ kind: "hello", party: code })));
    });
    const ben = await driver.person("Ben");
    await ben.presses("Going", "Secret garden");
    await world.settles();
  });

  afterAll(async () => {
    socket.close();
    await driver.close();
    await world.close();
  });

  test("the party has an exact place, and a guest who goes reads it", async () => {
    const guest = await driver.person("Cleo");
    const party = await world.app.store.reads.parties.get(code);
    expect(party?.place.point?.reveal().lat).toBeCloseTo(POINT.lat, 5);
    const told = await guest.presses("Going", "Secret garden");
    expect(told.text).toContain(STREET);
  });

  test.each(["", "/party.ics", "/cover.svg", "/cover.png"])("/p/<code>%s", async (path) => {
    const response = await fetch(`${world.app.url}/p/${code}${path}`);
    const text = `${Buffer.from(await response.arrayBuffer()).toString("latin1")}${JSON.stringify([...response.headers])}`;
    silent(path, text);
  });

  test("the parties nearby", async () => {
    const text = await (await fetch(`${world.app.url}/nearby?where=Berlin&within=50`)).text();
    expect(text).toContain("Secret garden");
    silent("/nearby", text);
  });

  test("an invitation's page before the answer", async () => {
    const token = await invitation(world, code);
    const response = await fetch(`${world.app.url}/i/open`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: world.app.url },
      body: JSON.stringify({ token }),
    });
    expect(response.status).toBe(200);
    silent("/i/open", await response.text());
  });

  test("the frames that a stranger's page gets while others answer", () => {
    expect(frames.length).toBeGreaterThan(0);
    silent("frames", frames.join("\n"));
  });

  test("the group's messages, and what strangers are answered", async () => {
    const eve = await driver.stranger("Eve");
    const member = await driver.person("Dora");
    for (const shown of await member.group()) silent("group", shown.text + shown.buttons.join());
    for (const typed of [
      `/show ${code}`,
      "/nearby Berlin",
      `/guests ${code}`,
      `/rsvp ${code} no`,
      `/edit ${code} what:x`,
      `/calloff ${code}`,
      `/invite ${code}`,
    ]) {
      const answer = await eve.types(typed);
      silent(typed, answer.title + answer.text + answer.buttons.join());
    }
  });

  test("reminders to the group, and the card once it is called off", async () => {
    await world.passes(6 * 24 * HOUR);
    const member = await driver.person("Finn");
    for (const shown of await member.group()) silent("group", shown.text);
  });

  test("the database at rest", async () => {
    if (database !== "sqlite") return;
    const { readFile } = await import("node:fs/promises");
    const { databaseFile } = world;
    for (const suffix of ["", "-wal"])
      silent(
        `file${suffix}`,
        (await readFile(`${databaseFile}${suffix}`).catch(() => Buffer.alloc(0))).toString("latin1"),
      );
  });
});

/** A fresh invitation link's token, made through the program itself. */
const invitation = async (world: World, code: string): Promise<string> => {
  const party = await world.app.store.reads.parties.get(code);
  const host = (await world.app.store.reads.people.accountsOf(party?.hostId ?? ""))[0];
  if (!host) throw new Error("the host has no account");
  const reply = await world.app.core.dispatch({
    id: randomUUID(),
    account: host,
    name: "Ada",
    chat: { platform: "web", chatId: `private:${host.userId}`, kind: "person", reach: "post" },
    seenBy: "person",
    press: { command: "invite", args: { party: code } },
  });
  const token = /\/i\/#([\w-]+)/.exec(JSON.stringify(reply))?.[1];
  if (token === undefined) throw new Error("no invitation link was made");
  return token;
};
