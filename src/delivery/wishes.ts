// Delivery: parties that can be found for the first time, compared with the wishes to be told of such. Off the answer's path, page by page.
import type { NewNote, PartyEvent } from "../domain/note.ts";
import { endOf, type Party, type PartyCode } from "../domain/party.ts";
import type { Person, PersonId } from "../domain/person.ts";
import { afterQuiet, USUAL_QUIET } from "../domain/quiet.ts";
import { DAY, type Instant } from "../domain/time.ts";
import { matches, type Sight, sightOf } from "../domain/wish.ts";
import type { Store, Tx, WishTold } from "../store/types.ts";
import { type DeliveryLog, nameOf } from "./log.ts";
import type { Sender } from "./post.ts";

/** Wishes compared in one transaction. */
const PAGE = 500;
const AT_ONCE = 100;
/** The most parties in one message's reason: more are found by looking. */
const GATHERED_MAX = 20;

const DISCOVERED: readonly PartyEvent["kind"][] = ["created", "changed", "moved"];

/** In the command's transaction: notes that the party is to be compared, and nothing else. */
export const noticeParty = async (tx: Tx, party: Party, events: readonly PartyEvent[], now: Instant): Promise<void> => {
  const sight = events.some(({ kind }) => DISCOVERED.includes(kind)) ? sightOf(party) : undefined;
  if (sight && party.startsAt > now) await tx.wishes.notice(party.code, sight, now);
};

type Parts = { store: Pick<Store, "reads" | "write">; now: () => Instant; log: DeliveryLog };

/** A sender that, whenever all that is due is to be sent, first puts what the wishes make due. Being woken costs no more than before. */
export const withWishes = (sender: Sender, parts: Parts): Sender => ({
  ...sender,
  drain: async () => {
    await compareAll(parts);
    await sender.drain();
  },
});

/** Never rejects: what was not done is done the next time, from where it stopped. */
export const compareAll = async ({ store, now, log }: Parts): Promise<void> => {
  try {
    for (const code of await store.reads.wishes.waiting(AT_ONCE))
      while (await store.write((tx) => comparePage(tx, code, now())));
  } catch (error) {
    log.error({ error: nameOf(error) }, "delivery.wishes_not_compared");
  }
};

/** Whether there is another page. What it puts and how far it came are committed together. */
const comparePage = async (tx: Tx, code: PartyCode, now: Instant): Promise<boolean> => {
  const waiting = await tx.wishes.hold(code);
  if (!waiting) return false;
  const party = await tx.parties.get(code);
  const sight = party && party.startsAt > now ? sightOf(party) : undefined;
  if (!party || !sight) {
    await tx.wishes.advance(code, undefined);
    return false;
  }
  const page = await tx.wishes.around(sight.area, waiting.after, PAGE);
  const was: Sight | undefined = waiting.was && { ...waiting.was, timeZone: party.timeZone };
  const meant = page.filter((wish) => matches(wish, sight) && !(was && matches(wish, was)));
  await tx.notes.put(
    await notesFor(
      tx,
      party,
      meant.map(({ personId }) => personId),
      now,
    ),
    now,
  );
  const last = page.length < PAGE ? undefined : page.at(-1);
  await tx.wishes.advance(code, last && { cell: last.cell, person: last.personId });
  return last !== undefined;
};

/** For those to whom the party is nothing yet. */
const notesFor = async (tx: Tx, party: Party, people: readonly PersonId[], now: Instant): Promise<NewNote[]> => {
  if (people.length === 0) return [];
  const standings = await tx.parties.standings(party.code, people);
  const strangers = people.filter((id) => isNew(standings.get(id)));
  const [persons, told] = await Promise.all([tx.people.byIds(strangers), tx.wishes.told(strangers, now - DAY, now)]);
  return persons.flatMap((person, nth) => noteFor(party, person, told.get(person.id) ?? {}, now, nth));
};

export const isNew = (standing: { role: string; rsvp?: unknown } | undefined): boolean =>
  standing === undefined || (standing.role === "stranger" && standing.rsvp === undefined);

/** Together with what is still to be told, else a day after the last message and not in quiet hours; not when that comes too late. */
const noteFor = (party: Party, person: Person, { untold, last }: WishTold, now: Instant, nth: number): NewNote[] => {
  const zone = person.timeZone ?? party.timeZone;
  const slot = last === undefined ? now : Math.max(now, last + DAY);
  const dueAt = untold?.dueAt ?? afterQuiet(slot, person.quiet ?? USUAL_QUIET, zone);
  if (dueAt >= party.startsAt) return [];
  const parties = [...new Set([...(untold?.reason.parties ?? []), party.code])].slice(-GATHERED_MAX);
  return [
    {
      key: untold?.key ?? `wish:${person.id}:${dueAt}`,
      to: { person: person.id },
      party: "",
      reason: { kind: "wish", parties },
      dueAt,
      expiresAt: Math.max(untold?.expiresAt ?? 0, endOf(party)),
      nth,
    },
  ];
};
