// Operator: `outbox list|retry|drop`, carried out at the store's desk.
import type { NoteId } from "../domain/note.ts";
import type { Instant } from "../domain/time.ts";
import type { DeskNote, DeskOutcome, DeskQuestion, OutboxDesk } from "../store/outbox-desk.ts";
import type { Asked } from "./asked.ts";
import { OUTCOME, recordOf, tableOf } from "./shown.ts";

/** `refused`: something that was asked for was not done. */
export type Done = { text: string; refused: boolean };

export const HELP = `Usage: npm run outbox -- <command>

  list                     what waits to be sent, the longest due first
    --late                 only what is due for longer than READY_LATE_SECONDS
    --older 10m            only what is due for longer than that
    --dropped              what was given up, the latest first; or --state pending|leased|sent|dropped
    --kind remind          only these kinds; --lane urgent|news|reminder|card likewise
    --limit 50
  retry <id…>              send it at once, with all its attempts before it
  retry --dropped-since 1h --why unreachable
                           all that were dropped since then for this reason
  drop <id…>               never send it; says what it would do, and does it with --yes
  drop --kind card --older 2h
                           all of these that wait

  --json                   for scripts
  Senders may go on running meanwhile. Exit code: 0 done, 1 something was refused or failed, 2 not understood.
`;

/** Notes in one transaction. */
const CHUNK = 100;
/** Examples shown before many are dropped. */
const SHOWN = 20;

export const runOutbox = async (desk: OutboxDesk, asked: Asked, now: () => Instant): Promise<Done> => {
  switch (asked.do) {
    case "help":
      return { text: HELP, refused: false };
    case "list":
      return list(desk, asked, now());
    case "retry":
      return report(await each(await retried(desk, asked, now()), (ids) => desk.retry(ids, now())), asked.json);
    case "drop":
      return drop(desk, asked, now);
  }
};

type Of<K extends Asked["do"]> = Extract<Asked, { do: K }>;

const list = async (desk: OutboxDesk, asked: Of<"list">, now: Instant): Promise<Done> => {
  const notes: DeskNote[] = [];
  for (const state of asked.states) {
    const left = asked.limit - notes.length;
    if (left > 0) notes.push(...(await desk.list({ state, ...filter(asked, now), limit: left })));
  }
  if (asked.json) return { text: JSON.stringify(notes.map(recordOf), undefined, 2), refused: false };
  return { text: notes.length === 0 ? "Nothing." : tableOf(notes, now), refused: false };
};

const filter = (
  { kinds, older }: { kinds?: DeskQuestion["kinds"]; older?: number },
  now: Instant,
): Pick<DeskQuestion, "kinds" | "dueUntil"> => ({
  ...(kinds && { kinds }),
  ...(older !== undefined && { dueUntil: now - older }),
});

const retried = async (desk: OutboxDesk, { which }: Of<"retry">, now: Instant): Promise<NoteId[]> =>
  "ids" in which
    ? [...new Set(which.ids)]
    : idsOf(desk, { state: "dropped", since: now - which.droppedSince, why: which.why });

const drop = async (desk: OutboxDesk, asked: Of<"drop">, now: () => Instant): Promise<Done> => {
  const { which, yes, json } = asked;
  const ids =
    "ids" in which ? [...new Set(which.ids)] : await idsOf(desk, { state: "pending", ...filter(which, now()) });
  if (yes) return report(await each(ids, (some) => desk.drop(some, now())), json);
  const notes = await desk.find(ids.slice(0, SHOWN));
  if (json) return { text: JSON.stringify({ would: "drop", count: ids.length, ids }, undefined, 2), refused: false };
  const more = ids.length > SHOWN ? `\n… and ${ids.length - SHOWN} more` : "";
  const shown = notes.length > 0 ? `${tableOf(notes, now())}${more}\n\n` : "";
  return { text: `${shown}Would drop ${ids.length}. Say --yes to do it.`, refused: false };
};

/** All that fit, read in parts. */
const idsOf = async (desk: OutboxDesk, question: Omit<DeskQuestion, "limit" | "after">): Promise<NoteId[]> => {
  const ids: NoteId[] = [];
  for (let after: DeskNote | undefined; ; ) {
    const notes = await desk.list({ ...question, ...(after && { after }), limit: CHUNK });
    ids.push(...notes.map((note) => note.id));
    after = notes.at(-1);
    if (notes.length < CHUNK) return ids;
  }
};

type Outcomes = { id: NoteId; outcome: DeskOutcome }[];

const each = async (
  ids: readonly NoteId[],
  work: (ids: readonly NoteId[]) => Promise<DeskOutcome[]>,
): Promise<Outcomes> => {
  const all: Outcomes = [];
  for (let i = 0; i < ids.length; i += CHUNK) {
    const some = ids.slice(i, i + CHUNK);
    const outcomes = await work(some);
    all.push(...some.map((id, at) => ({ id, outcome: outcomes[at] ?? "unknown" })));
  }
  return all;
};

const report = (all: Outcomes, json: boolean): Done => {
  const refused = all.filter((one) => one.outcome !== "done");
  if (json) return { text: JSON.stringify(all, undefined, 2), refused: refused.length > 0 };
  const lines = refused.map(({ id, outcome }) => `${id}  ${OUTCOME[outcome]}`);
  const count = `${all.length - refused.length} of ${all.length} done.`;
  return { text: [...lines, count].join("\n"), refused: refused.length > 0 };
};
