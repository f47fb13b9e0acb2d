// A transaction that was committed and whose answer was lost: it is tried again, and what it changed is told all the same.
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { Change, Core } from "../../src/chat/adapter.ts";
import { createCore } from "../../src/core.ts";
import { plan } from "../../src/delivery/plan.ts";
import { createPlaces } from "../../src/places/index.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { createKeyring } from "../../src/safety/keyring.ts";
import { hashToken, newCode, newId, newToken } from "../../src/safety/tokens.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/types.ts";
import { wordsFor } from "../../src/words/words.ts";
import { links } from "../delivery/links.ts";
import { handClock } from "../support/clock.ts";
import { freshDatabase } from "../support/databases.ts";

const clock = handClock();
const told: (readonly Change[])[] = [];
let store: Store;
let core: Core;
let drop: () => Promise<void>;
let losing = false;

beforeAll(async () => {
  const database = await freshDatabase("sqlite");
  drop = database.drop;
  store = await openStore({ url: database.url, keyring: createKeyring(newDataKey(1)), log: () => {} });
  /** As with a database that dies between the commit and its answer: the work is done, and done once more. */
  const write: Store["write"] = async (work, party) => {
    const done = await store.write(work, party);
    return losing ? store.write(work, party) : done;
  };
  const fresh = { id: newId, code: newCode, token: newToken, hash: hashToken };
  core = createCore(
    {
      ...{ store: { ...store, write }, places: createPlaces({ now: clock.now }), clock, commands, links, fresh, plan },
      committed: (changes) => void told.push(changes),
      fault: () => {},
    },
    () => () => undefined,
  );
});
afterAll(async () => {
  await store.close();
  await drop();
});

const types = async (line: string): Promise<string> => {
  const press = core.parse(line);
  if (!press) throw new Error(`no command: ${line}`);
  const reply = await core.dispatch({
    id: newId(),
    account: { platform: "telegram", userId: "7" },
    name: "Ada",
    locale: "en",
    timeZone: "Europe/Berlin",
    chat: { platform: "telegram", chatId: "7", kind: "person", reach: "post" },
    seenBy: "person",
    press,
  });
  expect(reply).not.toHaveProperty("changed");
  return reply.kind === "done" ? (reply.view?.title ?? "") : "";
};

/** What was told of the parties that a lost answer leaves changed: once each, at the version they have by then. */
const changesOf = async (line: string): Promise<{ title: string; changes: readonly Change[] | undefined }> => {
  told.length = 0;
  losing = true;
  const title = await types(line).finally(() => (losing = false));
  expect(told.length).toBeLessThanOrEqual(1);
  return { title, changes: told[0] };
};

test("pages and maps hear of the party that was made, changed or called off", async () => {
  const made = await changesOf("/create Rooftop BBQ when:28.11.2026 19:00 where:52.4990,13.4180 find:nearby");
  expect(made.title).toContain(wordsFor("en").create.done);
  const party = made.changes?.[0]?.party ?? "";
  expect(party).toMatch(/^\w{8}$/);
  for (const line of [`/edit ${party} title:Cellar BBQ`, `/calloff ${party} sure:yes`]) {
    const { title, changes } = await changesOf(line);
    expect(title).not.toBe(wordsFor("en").trouble.title);
    const version = (await store.reads.parties.get(party))?.version;
    expect(changes).toEqual([{ party, version }]);
  }
});
