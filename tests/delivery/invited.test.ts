// Tests: one person invited is written to in private; of many, those who never acted are told together by mention, and never in private.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GATHERING } from "../../src/delivery/ladder.ts";
import type { Crowd } from "../../src/domain/chat.ts";
import { HOUR } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";
import { createWorld, type Room, type Someone, type World } from "./world.ts";

describe.each(DATABASES)("invitations on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  let world: World;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());
  beforeEach(async () => {
    world = await createWorld(store);
  });

  /** Somebody who was only ever mentioned. */
  const newcomer = async (name: string): Promise<Someone> => {
    const userId = `${name}.${newId()}`;
    const { id } = await store.write((tx) => tx.people.known({ platform: "web", userId }, name, world.clock.now));
    return { id, to: `@${userId}` };
  };
  const setting = async (rooms: number = 1) => {
    const [host, ana, ben] = await world.people("host", "ana", "ben");
    const flat = await world.group("flat");
    const [cleo, dan] = [await newcomer("Cleo"), await newcomer("Dan")];
    if (!host || !ana || !ben) throw new Error("nobody");
    const party = await world.host(host, [flat].slice(0, rooms));
    await world.sender.drain();
    return { ...party, host, ana, ben, cleo, dan, flat };
  };
  const invite = (code: string, host: Someone, ...some: readonly Someone[]) =>
    world.act(async (tx, record) => {
      for (const { id: personId } of some) {
        await tx.rsvps.answer({ party: code, personId, answer: "invited", admitted: "yes", now: world.clock.now });
        const bulk = some.length > 1 && { bulk: true as const };
        record({ kind: "invited", party: code, personId, by: host.id, ...bulk });
      }
    });
  const mentionsIn = (room: Room): string[][] =>
    world.web.shown(room.to).flatMap(({ body = [] }) => {
      const names = body.flatMap((piece) => (typeof piece === "object" && "who" in piece ? [piece.who] : []));
      return names.length > 0 ? [names] : [];
    });

  test("someone new who is invited alone is written to in private", async () => {
    const { code, host, cleo, flat } = await setting();
    await invite(code, host, cleo);
    await world.sender.drain();
    expect(world.told(cleo.to)).toEqual(["invited"]);
    expect(mentionsIn(flat)).toEqual([]);
  });

  test("of many, those who never acted are told at once in one message in the group, the others in private", async () => {
    const { code, host, ana, ben, cleo, dan, flat } = await setting();
    await invite(code, host, ana, cleo, ben, dan);
    await world.sender.drain();
    expect([ana, ben, cleo, dan].map(({ to }) => world.told(to))).toEqual([["invited"], ["invited"], [], []]);
    expect(mentionsIn(flat).map((names) => names.sort())).toEqual([["Cleo", "Dan"]]);
    expect(world.told(flat.to).filter((what) => what === "mentioned")).toHaveLength(1);
    expect(world.web.shown(flat.to).at(-1)?.title).toBe("host invites you to Rooftop BBQ");
    expect(world.told(host.to)).toEqual([]);
  });

  test("of many, those who never acted and have no group with the card are told by the host", async () => {
    const { code, host, ana, cleo, dan } = await setting(0);
    await invite(code, host, ana, cleo, dan);
    await world.sender.drain();
    expect([cleo, dan].map(({ to }) => world.told(to))).toEqual([[], []]);
    await world.at(world.clock.now + GATHERING);
    expect(world.reasonsTold(host.to)).toEqual([{ kind: "unreached", who: [cleo.id, dan.id] }]);
    expect(world.web.shown(host.to).at(-1)?.title).toBe("2 guests could not be reached about Rooftop BBQ");
  });

  test("one of many who acted before and cannot be written to is mentioned after all", async () => {
    const { code, host, ana, ben, flat } = await setting();
    world.web.fault(ana.to, { outcome: "unreachable", why: "closed" });
    await invite(code, host, ana, ben);
    await world.sender.drain();
    await world.at(world.clock.now + GATHERING);
    expect(mentionsIn(flat)).toEqual([["ana"]]);
    expect(world.told(ben.to)).toEqual(["invited"]);
  });

  test("one of many is not written to on an account that they never used", async () => {
    const { code, host, ana, ben, flat } = await setting();
    const unused = `unused.${newId()}`;
    await besides(fresh.url, async ({ writer }) => {
      const account = { platform: "web", user_id: unused, person_id: ana.id, unreachable: 0 };
      await writer("accounts").insert({ ...account, last_used_at: world.clock.now + HOUR });
    });
    world.web.fault(ana.to, { outcome: "unreachable", why: "closed" });
    await invite(code, host, ana, ben);
    await world.sender.drain();
    await world.at(world.clock.now + GATHERING);
    expect(world.told(`@${unused}`)).toEqual([]);
    expect(mentionsIn(flat)).toEqual([["ana"]]);
  });

  test("a crowd is mentioned once in its group, also when it is asked for twice; where that failed, it may be asked again", async () => {
    const { code, host, flat } = await setting();
    const crowd: Crowd = { platform: "web", crowdId: newId(), name: "Runners", size: 42 };
    const call = () =>
      world.act(async (_, record) => record({ kind: "crowdInvited", party: code, chat: flat.key, by: host.id, crowd }));
    const crowds = (): string[] => world.told(flat.to).filter((what) => what === "crowdInvited");
    world.web.fault(flat.to, { outcome: "gone" });
    await call();
    await world.sender.drain();
    expect(crowds()).toEqual([]);
    await call();
    await call();
    await world.sender.drain();
    await call();
    await world.sender.drain();
    expect(crowds()).toEqual(["crowdInvited"]);
    const view = world.web.shown(flat.to).at(-1);
    expect(view).toMatchObject({ seenBy: "group", title: "host invites you to Rooftop BBQ" });
    expect(view?.body?.[0]).toEqual({ crowd });
  });

  test("a crowd asked for again while it is being mentioned is mentioned once", async () => {
    const { code, host, flat } = await setting();
    const crowd: Crowd = { platform: "web", crowdId: newId(), name: "Runners" };
    const call = () =>
      world.act(async (_, record) => record({ kind: "crowdInvited", party: code, chat: flat.key, by: host.id, crowd }));
    let once = false;
    world.web.onDeliver(async () => {
      if (once) return;
      once = true;
      await call();
    });
    await call();
    await world.sender.drain();
    await world.sender.drain();
    expect(world.told(flat.to).filter((what) => what === "crowdInvited")).toHaveLength(1);
  });
});
