// A server that is about to stop: it says so to the proxy, and serves whoever comes nevertheless.
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse, openLine } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.world.close());

const connectionOf = (path: string): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    request(`${house.url}${path}`, { headers: { connection: "keep-alive" } }, (answer) => {
      answer.resume();
      resolve(answer.headers.connection);
    })
      .on("error", reject)
      .end();
  });

test("while it drains /readyz says no, pages are served and stay open, and each answer ends its connection", async () => {
  expect(await connectionOf("/playground")).toBe("keep-alive");
  const line = await openLine(house.url, { kind: "hello", party: "22222222" });
  await line.until("welcome");
  house.world.app.drain();
  const ready = await house.gets("/readyz?for=web");
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ ready: false, database: "ok" });
  expect((await house.gets("/playground")).status).toBe(200);
  expect(await connectionOf("/playground")).toBe("close");
  line.socket.send(JSON.stringify({ kind: "ping" }));
  await line.until("pong");
  line.socket.close();
});
