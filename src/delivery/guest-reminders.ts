// Delivery: the reminders of people: at their party's times, before their quiet hours, and those of one evening in one message.
//
// Parties of one evening share a message because the plan says so, not the sender: one note, of the party whose reminder comes first, names
// the others in its reason, and these have no note of their own. So a sender that knows nothing of it tells each once, whatever breaks; and
// since every change of an answer, a time or a setting plans its evenings anew, what falls away from the first party is planned for the rest.
import type { AlsoReminded, NewNote, Reason } from "../domain/note.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { Person, PersonId } from "../domain/person.ts";
import { type Due, type Evening, eveningOf, gathered } from "../domain/evening.ts";
import { beforeQuiet, USUAL_QUIET } from "../domain/quiet.ts";
import { audienceOf, timesOf } from "../domain/reminders.ts";
import type { Answer, Rsvp } from "../domain/rsvp.ts";
import { DAY, type Instant, MINUTE } from "../domain/time.ts";
import type { Ahead, Tx } from "../store/types.ts";
import { COMING, guestsOf } from "./audience.ts";
import type { PlanDraft } from "./draft.ts";
import { grouped } from "./gather.ts";
import { remindKey, remindKeys, replacedKeys } from "./keys.ts";

type Start = Pick<Party, "startsAt" | "timeZone">;

/** Those whose reminders are planned anew, of which evenings; all of them after a setting changed. `fresh`: nothing of it is planned. */
type Affected = { people: readonly PersonId[]; around: readonly Start[] | "all"; fresh?: PartyCode };

/** Every guest of a party of which nothing is planned: it is new, has moved (it `was` then), or has other times. */
export const remindGuests = async (
  draft: PlanDraft,
  tx: Tx,
  party: Party,
  was: readonly Start[],
  now: Instant,
): Promise<void> => {
  const people = await guestsOf(tx, party.code, REMINDED);
  await remind(draft, tx, { people, around: [party, ...was], fresh: party.code }, now);
};

/** The guests of a party that is off: of what else they have that evening. */
export const remindAgain = (draft: PlanDraft, tx: Tx, party: Party, now: Instant): Promise<void> =>
  remindGuests(draft, tx, party, [], now);

/** Those whose answer at a party changed. */
export const remindPeople = async (
  draft: PlanDraft,
  tx: Tx,
  party: Party,
  people: readonly PersonId[],
  now: Instant,
): Promise<void> => {
  draft.dropKeys.push(...(await remind(draft, tx, { people, around: [party] }, now))(party));
};

/** A person set whether or when they are reminded. */
export const remindSwitched = async (draft: PlanDraft, tx: Tx, id: PersonId, now: Instant): Promise<void> => {
  await remind(draft, tx, { people: [id], around: "all" }, now);
};

const REMINDED: readonly Answer[] = [...COMING, "invited"];

/** Plans anew, and answers with the keys of those of these people who have nothing to do with a party. */
const remind = async (
  draft: PlanDraft,
  tx: Tx,
  { people, around, fresh }: Affected,
  now: Instant,
): Promise<(party: Party) => string[]> => {
  if (people.length === 0) return () => [];
  const evenings = around === "all" ? undefined : new Set(around.map(evening));
  const rows = (await tx.parties.ahead(people, spanOf(around, now))).filter(
    ({ party }) => !evenings || evenings.has(evening(party)),
  );
  const persons = new Map((await tx.people.byIds(people)).map((person) => [person.id, person]));
  const ofPerson = grouped(rows, ({ rsvp }) => rsvp.personId);
  const quietly = quietTimes();
  const agendas = [...ofPerson].flatMap(([id, own]) => {
    const person = persons.get(id);
    return person ? [agendaOf(person, own, quietly, now)] : [];
  });
  const told = await toldBefore(tx, agendas);
  for (const agenda of agendas) {
    const notes = notesOf(agenda, told, people.length === 1);
    draft.put.push(...notes);
    const kept = new Set([...notes.map(({ key }) => key), ...late(agenda, around === "all")]);
    const stale = agenda.rows.filter(({ party }) => party.code !== fresh);
    draft.dropKeys.push(...stale.flatMap((row) => unplanned(agenda, row)).filter((key) => !kept.has(key)));
  }
  return (party) => {
    const here = new Set(rows.filter((row) => row.party.code === party.code).map(({ rsvp }) => rsvp.personId));
    return people.filter((id) => !here.has(id)).flatMap((id) => remindKeys(party, id));
  };
};

const evening = ({ startsAt, timeZone }: Start): Evening => eveningOf(startsAt, timeZone);

const FAR = 10 * 365 * DAY;

/** Where all parties of these evenings start, whatever their zone. */
const spanOf = (around: Affected["around"], now: Instant): { from: Instant; to: Instant } => {
  if (around === "all") return { from: now, to: now + FAR };
  const starts = around.map(({ startsAt }) => startsAt);
  return { from: Math.max(now, Math.min(...starts) - 3 * DAY), to: Math.max(...starts) + 3 * DAY };
};

/** What one person is reminded of: later than now, and what was due before that. */
type Agenda = { person: Person; rows: readonly Ahead[]; later: Due[]; before: Due[]; now: Instant };

const agendaOf = (person: Person, rows: readonly Ahead[], quietly: QuietTimes, now: Instant): Agenda => {
  const dues = person.reminders ? rows.flatMap(({ party, rsvp }) => duesOf(person, party, rsvp, quietly)) : [];
  return { person, rows, later: dues.filter(({ at }) => at > now), before: dues.filter(({ at }) => at <= now), now };
};

/** The reminders of one party; of those that come at the same moment one is enough. */
const duesOf = (person: Person, party: Party, rsvp: Rsvp, quietly: QuietTimes): Due[] => {
  const audience = audienceOf(rsvp.answer);
  if (!audience || rsvp.muted) return [];
  const dues = timesOf(party, audience).map((minutes): Due => {
    const at = quietly(
      party.startsAt - minutes * MINUTE,
      person.quiet ?? USUAL_QUIET,
      person.timeZone ?? party.timeZone,
    );
    return { party: party.code, minutes, at, evening: evening(party) };
  });
  return [...new Map(dues.map((due) => [due.at, due])).values()];
};

type QuietTimes = typeof beforeQuiet;

/** A thousand guests share a few zones and hours: each moment is looked up once. */
const quietTimes = (): QuietTimes => {
  const known = new Map<string, Instant>();
  return (at, quiet, timeZone) => {
    const key = `${at} ${quiet} ${timeZone}`;
    const found = known.get(key) ?? beforeQuiet(at, quiet, timeZone);
    known.set(key, found);
    return found;
  };
};

/** Of what was due before, the reasons as they were told: what they told of another party is not told again. */
const toldBefore = async (tx: Tx, agendas: readonly Agenda[]): Promise<Map<string, Reason>> => {
  const keys = agendas.flatMap(({ person, before, later }) =>
    before
      .filter((old) => later.some((due) => due.evening === old.evening && due.party !== old.party))
      .map((old) => remindKey(old.party, person.id, old.minutes)),
  );
  return keys.length === 0 ? new Map<string, Reason>() : tx.notes.told(keys);
};

const notesOf = (
  { person, rows, later, before }: Agenda,
  told: ReadonlyMap<string, Reason>,
  alone: boolean,
): NewNote[] => {
  const also = before.flatMap((old): readonly AlsoReminded[] => {
    const reason = told.get(remindKey(old.party, person.id, old.minutes));
    return reason?.kind === "remind" ? (reason.also ?? []) : [];
  });
  const untold = later.filter(
    (due) => !also.some(({ party, minutesBefore }) => party === due.party && minutesBefore === due.minutes),
  );
  const parties = new Map(rows.map((row) => [row.party.code, row]));
  return gathered(untold).flatMap(([first, ...others]) => {
    const row = parties.get(first.party);
    return row ? [noteOf(row, first, others, alone)] : [];
  });
};

/** The keys of what was due and may not be told yet. Where a setting moved it into the past, it is planned no more. */
const late = ({ person, rows, before, now }: Agenda, switched: boolean): string[] => {
  const starts = new Map(rows.map(({ party }) => [party.code, party.startsAt]));
  return before
    .filter(({ party, minutes }) => !switched || (starts.get(party) ?? 0) - minutes * MINUTE <= now)
    .map(({ party, minutes }) => remindKey(party, person.id, minutes));
};

const unplanned = ({ person, before, now }: Agenda, { party }: Ahead): string[] =>
  before.some((old) => old.party === party.code) ? replacedKeys(party, person.id, now) : remindKeys(party, person.id);

/** Alone, it takes its turn behind those who answered before. */
const noteOf = ({ party, rsvp }: Ahead, first: Due, others: readonly Due[], alone: boolean): NewNote => ({
  key: remindKey(party.code, rsvp.personId, first.minutes),
  to: { person: rsvp.personId },
  party: party.code,
  reason: {
    kind: "remind",
    minutesBefore: first.minutes,
    ...(rsvp.answer === "invited" && { to: "unanswered" as const }),
    ...(others.length > 0 && {
      also: others.map(({ party: code, minutes }): AlsoReminded => ({ party: code, minutesBefore: minutes })),
    }),
  },
  dueAt: first.at,
  expiresAt: party.startsAt,
  ...(alone && { nth: party.going }),
});
