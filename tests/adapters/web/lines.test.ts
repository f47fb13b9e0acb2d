// The lines to `/live`: one address has so many and no more, so that it crowds nobody else out.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { socketAddressOf } from "../../../adapters/web/incoming.ts";
import { createLines } from "../../../adapters/web/limits.ts";
import type { House, Line } from "./house.ts";
import { openHouse, openLine } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ LINES_PER_ADDRESS: "3", PUBLIC_URL: "https://party.example" });
});
afterAll(() => house.world.close());

const MAP = {
  kind: "map",
  bounds: { south: 52, west: 13, north: 53, east: 14 },
  filter: { when: "any", timeZone: "Europe/Berlin" },
} as const;

/** A map's line as it comes through the proxy before the server. */
const from = (address?: string): Promise<Line> =>
  openLine(house.url, MAP, {
    origin: "https://party.example",
    ...(address !== undefined && { "x-forwarded-for": `10.9.9.9, ${address}` }),
  });

describe("an address with all the lines it may have", () => {
  test("is turned away, while others are not, and comes in again when one of its lines is closed", async () => {
    const mine = [await from("203.0.113.7"), await from("203.0.113.7"), await from("203.0.113.7")];
    await expect(from("203.0.113.7")).rejects.toThrow("429");
    const other = await from("203.0.113.8");
    await other.until("dots");
    mine[0]?.socket.close();
    await mine[0]?.closed;
    const again = await from("203.0.113.7");
    await again.until("welcome");
    for (const { socket } of [...mine, other, again]) socket.close();
  });

  test("is no proxy that does not say whom it serves", async () => {
    const lines = await Promise.all(Array.from({ length: 6 }, () => from()));
    await lines[5]?.until("dots");
    for (const { socket } of lines) socket.close();
  });
});

test("without a proxy it is the peer itself, whatever it says of others", () => {
  const request = { socket: { remoteAddress: "203.0.113.7" }, headers: { "x-forwarded-for": "198.51.100.1" } };
  expect(socketAddressOf(request as never, {})).toBe("203.0.113.7");
  expect(socketAddressOf(request as never, { publicUrl: "https://party.example" })).toBe("203.0.113.7");
});

test("the addresses of one IPv6 customer are one, however they are written", () => {
  const lines = createLines(1);
  const giveBack = lines.take("2001:db8:0:7::1");
  expect(giveBack).toBeDefined();
  expect(lines.take("2001:db8::7:ffff:0:0:2")).toBeUndefined();
  expect(lines.take("2001:db8:0:8::1")).toBeDefined();
  expect(lines.take("::1")).toBeDefined();
  expect(lines.take("::ffff:203.0.113.7")).toBeDefined();
  expect(lines.take("::ffff:203.0.113.8")).toBeDefined();
  giveBack?.();
  giveBack?.();
  expect(lines.take("2001:db8:0:7:1:2:3:4")).toBeDefined();
  expect(lines.take("2001:db8:0:7::9")).toBeUndefined();
});
