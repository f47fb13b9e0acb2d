// Tests: a card is posted once, edited in place, and posted anew when it is gone.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, type World } from "./world.ts";

describe.each(DATABASES)("cards on %s", (kind) => {
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

  const setting = async () => {
    const [host, ana, ben] = await world.people("host", "ana", "ben");
    const [flat, club] = [await world.group("flat"), await world.group("club")];
    if (!host || !ana || !ben) throw new Error("nobody");
    const party = await world.host(host, [flat, club]);
    const [card] = party.cards;
    if (!card) throw new Error("no card");
    return { ...party, card, host, ana, ben, flat, club };
  };
  const sentTo = (to: string) => world.web.delivered.filter((one) => one.to === to);
  const titles = (to: string) => world.web.shown(to).map((view) => view.title);

  test("a card is posted in each chat, and each message is edited in place when the party changes", async () => {
    const { code, flat, club } = await setting();
    await world.sender.drain();
    await world.rename(code, "Garden BBQ");
    await world.sender.drain();
    for (const { to } of [flat, club]) {
      expect(sentTo(to).map((one) => one.edited)).toEqual([false, true]);
      expect(titles(to)).toEqual([expect.stringContaining("Garden BBQ")]);
    }
    const party = await store.reads.parties.get(code);
    const cards = await store.reads.cards.of(code);
    expect(cards.map((card) => card.shownVersion)).toEqual([party?.version, party?.version]);
  });

  test("many changes before the sender looks are one edit", async () => {
    const { code, flat, ana, ben } = await setting();
    await world.sender.drain();
    for (const title of ["One", "Two", "Three", "Four"]) await world.rename(code, title);
    await world.answer(code, [ana, ben], "going");
    await world.sender.drain();
    expect(sentTo(flat.to)).toHaveLength(2);
    expect(titles(flat.to)).toEqual([expect.stringContaining("Four")]);
  });

  test("a card that an adapter has shown in its own answer is not edited again", async () => {
    const { code, card, flat } = await setting();
    await world.sender.drain();
    await world.rename(code, "Garden BBQ");
    const version = (await store.reads.parties.get(code))?.version ?? 0;
    await store.write((tx) => tx.cards.shown(card, version));
    await world.sender.drain();
    expect(sentTo(flat.to)).toHaveLength(1);
  });

  test("a change while the card is on its way is shown after it", async () => {
    const { code, flat } = await setting();
    let once = true;
    world.web.onDeliver(async (to) => {
      if (to !== flat.to || !once) return;
      once = false;
      await world.rename(code, "Garden BBQ");
    });
    await world.sender.drain();
    expect(titles(flat.to)).toEqual([expect.stringContaining("Garden BBQ")]);
    expect(sentTo(flat.to).map((one) => one.edited)).toEqual([false, true]);
  });

  test("an older edit that lands on a newer answer of the adapter is covered by the newest again", async () => {
    const { code, card, flat } = await setting();
    await world.sender.drain();
    let once = true;
    world.web.onDeliver(async (to) => {
      if (to !== flat.to || !once) return;
      once = false;
      await world.rename(code, "Newest");
      const version = (await store.reads.parties.get(code))?.version ?? 0;
      await store.write((tx) => tx.cards.shown(card, version));
    });
    await world.rename(code, "Older");
    await world.sender.drain();
    expect(titles(flat.to)).toEqual([expect.stringContaining("Newest")]);
  });

  test("a card whose message was taken away is posted anew, once, and kept up to date from there", async () => {
    const { code, flat } = await setting();
    await world.sender.drain();
    const first = sentTo(flat.to)[0]?.messageId ?? "";
    world.web.remove(first);
    await world.rename(code, "Garden BBQ");
    await world.sender.drain();
    await world.rename(code, "Cellar BBQ");
    await world.sender.drain();
    expect(sentTo(flat.to).map((one) => one.edited)).toEqual([false, false, true]);
    expect(titles(flat.to)).toEqual([expect.stringContaining("Cellar BBQ")]);
  });

  test("a card posted in the dark is not posted twice, whatever changed since", async () => {
    const { code, flat } = await setting();
    world.web.fault(flat.to, "lost answer");
    await world.sender.drain();
    await world.rename(code, "Garden BBQ");
    await world.at(world.clock.now + 60_000);
    await world.at(world.clock.now + 60_000);
    expect(world.web.shown(flat.to)).toHaveLength(1);
  });

  test("a group that threw us out gets no more, and the other group does", async () => {
    const { code, flat, club } = await setting();
    world.web.fault(flat.to, { outcome: "unreachable", why: "kicked" });
    await world.sender.drain();
    expect((await store.reads.chats.byKeys([flat.key]))[0]?.gone).toBe(true);
    await world.rename(code, "Garden BBQ");
    await world.sender.drain();
    expect(sentTo(flat.to)).toEqual([]);
    expect(sentTo(club.to)).toHaveLength(2);
  });
});
