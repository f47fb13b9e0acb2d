// The operator's command, as a process of its own beside the database that the program uses.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { NewNote } from "../../src/domain/note.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { readAsked } from "../../src/operator/asked.ts";
import { runOutbox } from "../../src/operator/outbox.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { openDesk } from "../../src/store/open-desk.ts";
import type { Lease } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";
import { hosted } from "../support/samples.ts";

const CLI = fileURLToPath(new URL("../../dist/src/outbox-cli.js", import.meta.url));
const now = Date.now();

type Ran = { code: number | null; out: string; err: string };

/** As the process does it, in this one: starting one takes longer than all the rest. */
const here = async (url: string, ...args: string[]): Promise<Ran> => {
  const { desk, close } = await openDesk(url);
  try {
    const { text, refused } = await runOutbox(desk, readAsked(args, 5 * MINUTE), Date.now);
    return { code: refused ? 1 : 0, out: `${text}\n`, err: "" };
  } finally {
    await close();
  }
};

const outbox = (url: string, ...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], DATABASE_URL: url, DATA_KEYS: newDataKey(1) };
    const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    const ran: Ran = { code: null, out: "", err: "" };
    child.stdout.on("data", (data) => void (ran.out += String(data)));
    child.stderr.on("data", (data) => void (ran.err += String(data)));
    child.on("close", (code) => resolve({ ...ran, code }));
  });

describe.each(DATABASES)("outbox on %s", (kind) => {
  let fresh: FreshStore;
  let party: string;
  let over: string;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    party = (await hosted(fresh.store, 0, { title: "Secret garden", startsAt: now + 30 * HOUR })).party.code;
    over = (await hosted(fresh.store, 0, { startsAt: now - 48 * HOUR })).party.code;
  });
  beforeEach(() => besides(fresh.url, async ({ writer }) => void (await writer("notes").del())));
  afterAll(() => fresh.close());

  const ask = (...args: string[]) => here(fresh.url, ...args);
  const run = (...args: string[]) => outbox(fresh.url, ...args);
  const note = (over: Partial<NewNote> = {}): NewNote => ({
    key: newId(),
    to: { person: "somebody" },
    party,
    reason: { kind: "promoted" },
    dueAt: now - 10 * MINUTE,
    expiresAt: now + HOUR,
    ...over,
  });
  /** Puts it and says which id it has. */
  const put = async (one: NewNote): Promise<string> => {
    await fresh.store.write((tx) => tx.notes.put([one], now));
    return besides(
      fresh.url,
      async ({ reader }) => (await reader("notes").where({ note_key: one.key }).first("id")).id,
    );
  };
  const row = (id: string): Promise<Record<string, unknown>> =>
    besides(fresh.url, ({ reader }) => reader("notes").where({ id }).first());
  const claim = (limit = 10): Promise<Lease[]> =>
    fresh.store.outbox.claim({ now: Date.now(), until: Date.now() + MINUTE, limit, owner: "a test" });
  const dropped = async (why: string, one = note()): Promise<string> => {
    const id = await put(one);
    const [lease] = await claim();
    await fresh.store.outbox.giveUp(lease as Lease, why, Date.now());
    return id;
  };

  test("lists what waits, the longest due first, and tells nobody's name, text or id", async () => {
    const planned = await put(
      note({ reason: { kind: "remind", minutesBefore: 60 }, dueAt: now + HOUR, expiresAt: now + 3 * HOUR }),
    );
    const late = await put(note());
    const { code, out } = await run("list");
    expect(code).toBe(0);
    const [head = "", first = "", second = ""] = out.split("\n");
    expect(head).toMatch(/^note +kind +lane +state +due +tries +why$/);
    expect(first).toMatch(new RegExp(`^${late} +promoted +news +pending +\\S+ \\(1\\dm ago\\) +0`));
    expect(second).toMatch(new RegExp(`^${planned} +remind +reminder +pending +\\S+ \\(in \\d+m\\)`));
    for (const secret of ["Secret", "garden", "Hanna", "somebody", party]) expect(out).not.toContain(secret);
    expect((await ask("list", "--late")).out).not.toContain(planned);
    expect(JSON.parse((await ask("list", "--json", "--lane", "reminder")).out)).toMatchObject([
      { id: planned, lane: "reminder" },
    ]);
  });

  test("what was dropped is sent at once when it is retried, by its id or by why it was dropped", async () => {
    const one = await dropped("unreachable");
    const two = await dropped("unreachable");
    const other = await dropped("gone");
    expect((await ask("list", "--dropped")).out).toContain("unreachable");
    expect(await run("retry", one)).toMatchObject({ code: 0, out: "1 of 1 done.\n" });
    expect(await row(one)).toMatchObject({ state: "pending", attempts: 0, why: null, finished_at: null });
    expect((await claim()).map(({ note: { id } }) => id)).toEqual([one]);
    expect((await ask("retry", "--dropped-since", "1h", "--why", "unreachable")).out).toBe("1 of 1 done.\n");
    expect([(await row(two))["state"], (await row(other))["state"]]).toEqual(["pending", "dropped"]);
  });

  test("what must not be sent is refused in words, and left as it is", async () => {
    const refused: [string, string][] = [
      [await dropped("taken back"), "no longer true"],
      [await put(note({ expiresAt: now - 1 })), "expired"],
      [await put(note({ party: over })), "its party is over"],
      [await put(note({ dueAt: now + HOUR, expiresAt: now + 2 * HOUR })), "nothing is sent early"],
      [newId(), "no such note"],
    ];
    const { code, out } = await run("retry", ...refused.map(([id]) => id));
    expect(code).toBe(1);
    const lines = out.split("\n");
    for (const [i, [id, words]] of refused.entries())
      expect(lines[i]).toMatch(new RegExp(`^${id}  refused: .*${words}`));
    expect(out).toContain("0 of 5 done.");
  });

  test("a note that a sender has in hand is refused, and the sender's own word still counts", async () => {
    const id = await put(note());
    const [lease] = await claim();
    for (const args of [
      ["retry", id],
      ["drop", id, "--yes"],
    ]) {
      const { code, out } = await ask(...args);
      expect([code, out]).toEqual([1, expect.stringContaining("a sender has it in hand")]);
    }
    expect(await fresh.store.outbox.finish(lease as Lease, Date.now())).toBe(true);
    expect((await ask("drop", id, "--yes")).out).toContain("it was sent already");
  });

  test("dropping only says what it would do, until it is told yes", async () => {
    const cards = await Promise.all(Array.from({ length: 130 }, () => put(note({ reason: { kind: "card" } }))));
    const kept = await put(note());
    const would = await ask("drop", "--kind", "card", "--older", "2m");
    expect(would).toMatchObject({ code: 0, out: expect.stringContaining("Would drop 130. Say --yes to do it.") });
    expect(would.out).toContain("… and 110 more");
    expect((await row(cards[0] ?? ""))["state"]).toBe("pending");
    expect((await ask("drop", "--kind", "card", "--older", "2m", "--yes")).out).toBe("130 of 130 done.\n");
    expect(await row(cards[129] ?? "")).toMatchObject({ state: "dropped", why: "dropped by the operator" });
    expect((await row(kept))["state"]).toBe("pending");
    expect(await claim()).toHaveLength(1);
  });

  test("beside senders that claim all the while, each note is either sent or dropped, and never both", async () => {
    const ids = await Promise.all(Array.from({ length: 120 }, () => put(note())));
    const sending = (async () => {
      const sent: string[] = [];
      for (let leases = await claim(5); leases.length > 0; leases = await claim(5))
        for (const lease of leases) if (await fresh.store.outbox.finish(lease, Date.now())) sent.push(lease.note.id);
      return sent;
    })();
    const { out } = await run("drop", "--kind", "promoted", "--yes", "--json");
    const done = (JSON.parse(out) as { id: string; outcome: string }[]).flatMap((one) =>
      one.outcome === "done" ? one.id : [],
    );
    expect([...(await sending), ...done].sort()).toEqual([...ids].sort());
  });
});

describe("without a database to work on", () => {
  test("a mistake ends with 2 and where to read more, and a database that is not there with 1", async () => {
    const nowhere = "sqlite:/nonexistent/party.sqlite";
    expect(await outbox(nowhere, "frob")).toMatchObject({ code: 2, err: expect.stringContaining("--help") });
    expect(await outbox(nowhere, "--help")).toMatchObject({ code: 0, out: expect.stringContaining("Usage") });
    expect(await outbox(nowhere, "list")).toMatchObject({ code: 1, err: expect.stringContaining("no database file") });
    expect(await outbox("postgres://me:hunter2@host/x", "list")).toMatchObject({ code: 2 });
    const closed = await outbox("mysql://me:hunter2@127.0.0.1:1/party", "list");
    expect(closed).toMatchObject({ code: 1, err: expect.stringContaining("ECONNREFUSED") });
    expect(closed.err).not.toContain("hunter2");
  });
});
