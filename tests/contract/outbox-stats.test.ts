// Contract: how the outbox stands, counted in parts, is how it stands, on both databases.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KINDS } from "../../src/domain/lane.ts";
import { newId } from "../../src/safety/tokens.ts";
import { type Connections, connect, disconnect } from "../../src/store/open.ts";
import { statsOf } from "../../src/store/outbox-stats.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";

const NOW = 1_000;
/** Few times and few kinds, so that many notes share both. */
const one = fc.record({
  kind: fc.constantFrom(...KINDS.slice(0, 4)),
  dueAt: fc.integer({ min: NOW - 4, max: NOW + 4 }),
  state: fc.constantFrom("pending", "pending", "pending", "sent"),
});
type One = { kind: string; dueAt: number; state: string };

const row = ({ kind, dueAt, state }: One) => ({
  id: newId(),
  note_key: newId(),
  target: "chat",
  target_id: "c",
  party_code: "p",
  kind,
  reason_sealed: "",
  due_at: dueAt,
  rank_at: dueAt,
  expires_at: dueAt,
  state,
  version: 1,
  attempts: 0,
});

const counted = (notes: readonly One[], of: "all" | "due") => {
  const waiting = notes.filter((n) => n.state === "pending" && (of === "all" || n.dueAt <= NOW));
  const kinds = [...new Set(waiting.map((n) => n.kind))].sort().map((kind) => {
    const own = waiting.filter((n) => n.kind === kind);
    const due = own.filter((n) => n.dueAt <= NOW).map((n) => n.dueAt);
    return { kind, pending: own.length, due: due.length, ...(due.length > 0 && { oldestDueAt: Math.min(...due) }) };
  });
  const due = waiting.filter((n) => n.dueAt <= NOW).map((n) => n.dueAt);
  return { pending: waiting.length, due: due.length, ...(due.length > 0 && { oldestDueAt: Math.min(...due) }), kinds };
};

describe.each(DATABASES)("the outbox's figures on %s", (kind) => {
  let fresh: FreshStore;
  let connections: Connections;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    connections = await connect(fresh.url);
  });
  afterAll(async () => {
    await disconnect(connections);
    await fresh.close();
  });

  it("are those of the rows, however many are counted at a time", async () => {
    const { writer: q, dialect } = connections;
    const notes = fc.array(one, { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        notes,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom("all", "due"),
        async (some, slice, of) => {
          await q("notes").del();
          if (some.length > 0) await q("notes").insert(some.map(row));
          const stats = await statsOf({ q, dialect }, NOW, of, slice);
          const sorted = { ...stats, kinds: [...stats.kinds].sort((a, b) => (a.kind < b.kind ? -1 : 1)) };
          expect(sorted).toEqual(counted(some, of));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are read from an index alone", async () => {
    const { reader, dialect } = connections;
    const asked: { sql: string; bindings: unknown[] }[] = [];
    reader.on("query", (query: { sql: string; bindings: unknown[] }) => void asked.push(query));
    await statsOf({ q: reader, dialect }, NOW, "due");
    for (const { sql, bindings } of [...asked]) {
      const plan: unknown = await reader.raw(
        `EXPLAIN ${dialect === "sqlite" ? "QUERY PLAN " : ""}${sql}`,
        bindings as never,
      );
      expect(JSON.stringify(plan)).toMatch(
        dialect === "sqlite" ? /COVERING INDEX notes_by_time/ : /Using index|no matching row/i,
      );
    }
  });
});
