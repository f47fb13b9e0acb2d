// The loopback Discord: a server's own scheduled events.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Answered, expectFault, expectRefused, MINUTE, NOON, startTown } from "./rest-town.ts";
import type { Json } from "./types.ts";

const town = await startTown();
const { ask } = town;
afterAll(() => town.rest.close());
beforeEach(() => town.fresh());

describe("a server's events", () => {
  const HOUR = 60 * MINUTE;
  const event = (more: Json = {}): Json => ({
    name: "Rooftop",
    scheduled_start_time: new Date(NOON + HOUR).toISOString(),
    scheduled_end_time: new Date(NOON + 2 * HOUR).toISOString(),
    privacy_level: 2,
    entity_type: 3,
    entity_metadata: { location: "Kreuzberg" },
    ...more,
  });
  const makes = (more: Json = {}): Promise<Answered> =>
    ask("POST", `/guilds/${town.guild.id}/scheduled-events`, event(more));
  const changes = (id: unknown, body: Json): Promise<Answered> =>
    ask("PATCH", `/guilds/${town.guild.id}/scheduled-events/${String(id)}`, body);

  test("it is made, moved, begun and ended", async () => {
    const { body } = await makes({ description: "Bring cake" });
    expect(body).toMatchObject({
      status: 1,
      entity_metadata: { location: "Kreuzberg" },
      creator_id: town.state.bot.id,
    });
    expect((await changes(body["id"], { entity_metadata: { location: "Mitte" } })).body).toMatchObject({
      name: "Rooftop",
      description: "Bring cake",
      entity_metadata: { location: "Mitte" },
    });
    await expectFault(changes(body["id"], { status: 3 }), "status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION");
    expect((await changes(body["id"], { status: 2 })).status).toBe(200);
    const later = { scheduled_start_time: new Date(NOON + 1.5 * HOUR).toISOString() };
    await expectFault(changes(body["id"], later), "scheduled_start_time", "GUILD_SCHEDULED_EVENT_STARTED");
    await expectFault(changes(body["id"], { status: 4 }), "status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION");
    expect((await changes(body["id"], { status: 3 })).status).toBe(200);
    await expectRefused(changes(body["id"], { name: "Again" }), 400, 180000);
    expect((await ask("GET", `/guilds/${town.guild.id}/scheduled-events`)).body).toEqual([]);
    await expectRefused(changes("123456", {}), 404, 10070);
  });

  test.each<[string, Json, string, string]>([
    ["name", { name: "x".repeat(101) }, "name", "BASE_TYPE_BAD_LENGTH"],
    ["description", { description: "x".repeat(1_001) }, "description", "BASE_TYPE_MAX_LENGTH"],
    ["place", { entity_metadata: { location: "x".repeat(101) } }, "entity_metadata.location", "BASE_TYPE_BAD_LENGTH"],
    ["no place", { entity_metadata: null }, "entity_metadata", "BASE_TYPE_REQUIRED"],
    ["no end", { scheduled_end_time: undefined }, "scheduled_end_time", "BASE_TYPE_REQUIRED"],
    [
      "past",
      { scheduled_start_time: new Date(NOON).toISOString() },
      "scheduled_start_time",
      "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
    ],
    [
      "ends first",
      { scheduled_end_time: new Date(NOON + HOUR).toISOString() },
      "scheduled_end_time",
      "GUILD_SCHEDULED_EVENT_END_BEFORE_START",
    ],
    ["privacy", { privacy_level: 1 }, "privacy_level", "BASE_TYPE_CHOICES"],
  ])("it is held to its limits: %s", async (_what, more, path, code) => expectFault(makes(more), path, code));

  test("a hundred are the most, and each takes a right", async () => {
    for (let i = 0; i < 100; i += 1)
      town.guild.events.set(`${i}`, {
        id: `${i}`,
        guild: town.guild,
        creatorId: town.ada.id,
        name: "a",
        description: null,
        location: "b",
        startsAt: 1,
        endsAt: 2,
        status: 1,
      });
    await expectRefused(makes(), 400, 30038);
    town.guild.botPermissions = 0n;
    await expectRefused(makes(), 403, 50013);
    await expectRefused(changes("0", { name: "b" }), 403, 50013);
    town.guild.installed = false;
    await expectRefused(makes(), 404, 10004);
  });

  test("servers, roles and how many have them are told", async () => {
    const dancers = town.state.newRole(town.guild, "Dancers");
    town.guild.members.get(town.ada.id)?.roles.add(dancers.id);
    expect((await ask("GET", `/guilds/${town.guild.id}`)).body).toMatchObject({
      name: "Friends",
      roles: [{ id: town.guild.id }, { id: dancers.id }],
    });
    expect((await ask("GET", `/guilds/${town.guild.id}/roles`)).body).toMatchObject([
      { name: "@everyone" },
      { name: "Dancers" },
    ]);
    expect((await ask("GET", `/guilds/${town.guild.id}/roles/member-counts`)).body).toEqual({ [dancers.id]: 1 });
    expect((await ask("GET", `/channels/${town.kitchen.id}`)).body).toMatchObject({ type: 0, guild_id: town.guild.id });
  });
});
