// Bench: our outbox as a queue: claimed by leases, acknowledged note by note and all of a batch at once, as the sender does.
import type { NewNote } from "../src/domain/note.ts";
import { createKeyring } from "../src/safety/keyring.ts";
import { openStore } from "../src/store/open.ts";
import type { Store } from "../src/store/types.ts";
import type { Plan, Queue, Run } from "./claim-queue.ts";
import { createMeter } from "./claim-queue.ts";

const NOW = Date.UTC(2_030, 0, 1);
const HOUR = 3_600_000;
const IN_ONE_INSERT = 1_000;

/** `dataKeys` are those of everybody who opens the same database. */
export const ours = async (url: string, dataKeys: string): Promise<Queue> => {
  const store = await openStore({ url, keyring: createKeyring(dataKeys) });
  let filled = 0;
  return {
    fill: async (jobs) => {
      const from = filled;
      filled += jobs;
      const writers = Array.from({ length: store.kind === "sqlite" ? 1 : 4 }, async (_, writer, all = 4) => {
        const step = store.kind === "sqlite" ? 1 : all;
        for (let i = from + writer * IN_ONE_INSERT; i < from + jobs; i += step * IN_ONE_INSERT) {
          const many = Math.min(IN_ONE_INSERT, from + jobs - i);
          await store.write((tx) =>
            tx.notes.put(
              Array.from({ length: many }, (__, n) => note(i + n)),
              NOW - HOUR,
            ),
          );
        }
      });
      await Promise.all(writers);
    },
    run: (plan) => run(store, plan),
  };
};

/** Due within the last hour; parties of thirty guests. */
const note = (i: number): NewNote => ({
  key: `remind:party${Math.floor(i / 30)}:person${i}:24h`,
  to: { person: `person${i}` },
  party: `p${Math.floor(i / 30)}`,
  reason: { kind: "remind", minutesBefore: 1_440 },
  dueAt: NOW - HOUR + (i % HOUR),
  expiresAt: NOW + HOUR,
  nth: i % 30,
});

const OWNER = `bench ${process.pid}`;
const TERM = 8_000;

/** Each claim renews the right to send, as the sender's do. Processes that are measured at once have one each. */
const run = async (store: Store, plan: Plan): Promise<Run> => {
  const meter = createMeter(plan);
  const fence = await store.adapters.take(OWNER, OWNER, NOW, NOW + TERM);
  if (fence === undefined) throw new Error("the right to send is somebody else's");
  let claims = 0;
  const work = async (): Promise<void> => {
    while (!meter.over) {
      claims += 1;
      const tenure = { name: OWNER, owner: OWNER, fence, until: NOW + TERM + claims };
      const question = { now: NOW, until: NOW + 25_000, limit: plan.batch, owner: OWNER, tenure };
      const leases = await store.outbox.claim(question);
      meter.took(leases.map((lease) => lease.note.id));
      const ended = await Promise.all(leases.map((lease) => store.outbox.finish(lease, NOW)));
      meter.ended(ended.filter(Boolean).length);
      if (leases.length === 0 && (await store.outbox.stats(NOW)).due === 0) return;
    }
  };
  await Promise.all(Array.from({ length: plan.workers }, work));
  return meter.run();
};
