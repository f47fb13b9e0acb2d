// The one door that adapters import: what goes in and out, and the few pure functions that renderers need.
import type { Around, CardNow, ChatChange, Core, Look, Request } from "./chat/adapter.ts";
import { dayFor } from "./commands/about-day.ts";
import { argInfos, missingIn } from "./chat/missing.ts";
import { commandNamed, encodePress, parseLine } from "./chat/press.ts";
import type { Choice } from "./chat/reply.ts";
import type { Deps } from "./dispatch.ts";
import { dispatch } from "./dispatch.ts";
import type { Account, Chat } from "./domain/chat.ts";
import { disclose } from "./domain/disclosure.ts";
import type { Seen } from "./domain/disclosure.ts";
import type { Role, Standing } from "./domain/rights.ts";
import { bandOf } from "./domain/place.ts";
import { may } from "./domain/rights.ts";
import { cleanLine } from "./domain/text.ts";
import { SECOND } from "./domain/time.ts";
import { hereOf, readerOf } from "./here.ts";
import type { Tx } from "./store/types.ts";
import { partyCard } from "./views/party-card.ts";
import { aboutOf, wordsFor } from "./words/words.ts";
import { onMap, within } from "./within.ts";

export type { Account, Chat, Destination, Platform, SeenBy } from "./domain/chat.ts";
export type { Seen, Exact } from "./domain/disclosure.ts";
export type { CardId } from "./domain/note.ts";
export type { PartyCode } from "./domain/party.ts";
export { FADES } from "./domain/on-way.ts";
export type { LatLng } from "./domain/place.ts";
export type { Role } from "./domain/rights.ts";
export type { Answer } from "./domain/rsvp.ts";
export type { Instant } from "./domain/time.ts";
export type {
  Around,
  CardNow,
  Change,
  ChatAdapter,
  ChatChange,
  Core,
  DeliverOptions,
  Fault,
  Look,
  OnMap,
  Request,
  Route,
} from "./chat/adapter.ts";
export { DeliveryFault } from "./chat/adapter.ts";
export type { ArgInfo, CommandInfo } from "./chat/command.ts";
export type { Press } from "./chat/press.ts";
export { offeredOn } from "./chat/missing.ts";
export { readMentions, writeMention } from "./chat/press.ts";
export { writeChatRef, writeCrowd } from "./chat/refs.ts";
export type { Ask, Choice, Reply, Trouble } from "./chat/reply.ts";
export { createTurns } from "./chat/turns.ts";
export type { Time, Turns } from "./chat/turns.ts";
export type { Button, DraftId, Inline, View } from "./chat/view.ts";
export { cleanLine, cleanLines, cleanName } from "./domain/text.ts";
export { hashToken, newId, newToken } from "./safety/tokens.ts";
export type { Others, RoomWord } from "./delivery/live.ts";
export { createGate } from "./gate.ts";
export type { Gate } from "./gate.ts";
export { insist } from "./insist.ts";
export type { AfterFailure } from "./insist.ts";
export { isPartyCode } from "./domain/party.ts";
export type { Bounds } from "./domain/cells.ts";
export { nextWeekend, tonight } from "./domain/spans.ts";
export { formatEnd, formatWhen } from "./domain/when.ts";
export { isZone } from "./domain/zone.ts";
export { aboutOf, wordsFor };
export type { Words } from "./words/words.ts";
export type { AdapterStore, WebMessage, WebStore } from "./store/types.ts";

const SUGGESTIONS = 25;

/** The core over its parts. `onChange` is the bus's. */
export const createCore = (deps: Deps, onChange: Core["onChange"]): Core => {
  const { commands, store } = deps;
  return {
    commands: commands.map(({ name, aliases, about, example, where, hidden, writes, ...command }) => ({
      name,
      ...(aliases && { aliases }),
      about,
      example,
      where,
      ...(hidden && { hidden }),
      writes,
      args: argInfos(command),
    })),
    missing: (press) => {
      const command = commandNamed(commands, press.command);
      return command && missingIn(command, press);
    },
    parse: (line) => parseLine(line, commands),
    encode: (press) => encodePress(press, commands),
    dispatch: (request) => dispatch(deps, request),
    suggest: (request, arg, typed) => suggest({ ...request, id: "" }, arg, typed),
    shown: (card, version, messageId) => store.write((tx) => tx.cards.shown(card, version, messageId)),
    adopt: (party, by, chat, messageId) => adopt(deps, { party, by, chat, messageId }),
    chatChanged: (_id, change) => store.write((tx) => chatChanged(tx, change)),
    look: (party, viewers) => look(deps, party, viewers),
    open: async (link, token) => {
      const hash = deps.fresh.hash(token);
      if (link === "calendar") {
        const calendar = await store.reads.calendars.byTokenHash(hash);
        const standing =
          calendar && (await store.reads.parties.standingsOf(calendar.personId, [calendar.party])).get(calendar.party);
        return calendar && one(calendar.party, standing ?? { role: "stranger" });
      }
      const invitation = await store.reads.invitations.byTokenHash(hash);
      return invitation && one(invitation.party, { role: "invited" });
    },
    around: (where, km, locale) => around(deps, where, km, locale),
    within: (bounds, span, limit) => within(deps, bounds, span, limit),
    onMap: (party) => onMap(deps, party),
    onChange,
  };

  async function one(party: string, standing: Standing): Promise<Look | undefined> {
    const facts = await store.reads.parties.facts(party);
    return facts && { role: standing.role, seen: disclose(facts, standing.role, "person"), ...mineOf(standing) };
  }

  async function suggest(request: Request, arg: string, typed: string): Promise<Choice[]> {
    const command = commandNamed(commands, request.press.command);
    const suggester = command?.args[arg]?.suggest;
    if (!suggester) return [];
    const work = hereOf(deps, request).then((here) =>
      // Without a zone, hours are offered as the clock shows them: they are read in the place's zone later.
      suggester(typed, { timeZone: "UTC", ...readerOf(deps, here) }),
    );
    const late = new Promise<Choice[]>((resolve) => setTimeout(resolve, SECOND, []).unref());
    return Promise.race([work, late])
      .then((found) => found.slice(0, SUGGESTIONS))
      .catch(() => []);
  }
};

const chatChanged = async (tx: Tx, change: ChatChange): Promise<void> => {
  if (change.kind === "migrated") return tx.chats.migrate(change.from, change.to);
  if (change.kind === "serverLeft") return tx.chats.leaveServer(change.platform, change.server);
  // A chat that was never spoken in is not written down for being left.
  if (change.kind === "left" && !(await tx.chats.find(change.chat))) return;
  const { key } = await tx.chats.ensure(change.chat, "title" in change ? change.title : undefined);
  await tx.chats.set(key, change.kind === "renamed" ? { title: change.title } : { gone: change.kind === "left" });
};

type Adopting = { party: string; by: Account; chat: Chat; messageId: string };

/** Whoever posts a card lets that chat's people answer it: a host's right, or anyone's where everybody nearby may find the party. */
const adopt = (
  { store, fresh, links, clock }: Deps,
  { party, by, chat, messageId }: Adopting,
): Promise<CardNow | undefined> =>
  store.write(async (tx) => {
    const [person, facts] = await Promise.all([tx.people.byAccount(by), tx.parties.facts(party)]);
    if (!person || !facts) return undefined;
    const role = (await tx.parties.standings(party, [person.id])).get(person.id)?.role ?? "stranger";
    if (!may(role, "postCard") && facts.party.findable !== "nearby") return undefined;
    const { key, locale } = await tx.chats.ensure(chat);
    const known = await tx.cards.inChat(key, party);
    const id = known?.id ?? fresh.id();
    if (!known) await tx.cards.add({ id, party, chat: key }, clock.now());
    await tx.cards.shown(id, facts.party.version, messageId);
    return partyCard(disclose(facts, "member", "group"), id, wordsFor(locale), locale ?? "en", links);
  });

const AROUND_MAX = 24;

const around = async (
  deps: Deps,
  where: string,
  km: number,
  locale: string | undefined,
): Promise<Around | undefined> => {
  const { reads } = deps.store;
  const spot = await deps.places.spot(cleanLine(where), locale === undefined ? {} : { locale });
  if (!spot) return undefined;
  const now = deps.clock.now();
  const rows = await reads.parties.nearby({ at: spot.area, km, from: now, limit: AROUND_MAX });
  const facts = new Map(
    (await reads.parties.factsOfMany(rows.map((row) => row.party.code))).map((f) => [f.party.code, f]),
  );
  const found = rows.flatMap((row) => {
    const fact = facts.get(row.party.code);
    return fact ? [{ seen: disclose(fact, "stranger", "person"), km: bandOf(row.km, row.party.place.shown) }] : [];
  });
  return { label: spot.label, at: spot.area, ...(spot.timeZone !== undefined && { timeZone: spot.timeZone }), found };
};

const mineOf = ({ rsvp, waiting }: Standing): Pick<Look, "mine"> =>
  rsvp ? { mine: { answer: rsvp.answer, plus: rsvp.plus, ...(waiting !== undefined && { waiting }) } } : {};

/** What each viewer may know: one disclosure for each role, however many look. */
const look = async (
  deps: Deps,
  party: string,
  viewers: readonly (Account | undefined)[],
): Promise<Look[] | undefined> => {
  const { reads } = deps.store;
  const accounts = viewers.filter((viewer) => viewer !== undefined);
  const [facts, people] = await Promise.all([
    reads.parties.facts(party),
    inBatches(accounts, (some) => reads.people.byAccounts(some)),
  ]);
  if (!facts) return undefined;
  const known = people.filter((person) => person !== undefined);
  const standings = new Map(await inBatches(known, async (some) => [...(await reads.parties.standings(party, some))]));
  const byRole = new Map<Role, Seen<"person">>();
  const dayOf = await dayFor(reads, facts.party, [...standings.values()], deps.clock.now());
  const personOf = new Map(accounts.map((account, i) => [account, people[i]]));
  return viewers.map((viewer) => {
    const person = viewer && personOf.get(viewer);
    const standing: Standing = (person === undefined ? undefined : standings.get(person)) ?? { role: "stranger" };
    const seen = byRole.get(standing.role) ?? disclose(facts, standing.role, "person");
    byRole.set(standing.role, seen);
    const day = dayOf(standing);
    return { role: standing.role, seen, ...mineOf(standing), ...(day && { day }) };
  });
};

/** As many values as one statement is given at a time: everybody else gets their turn in between. */
const BATCH = 1_000;

const inBatches = async <A, B>(all: readonly A[], ask: (some: readonly A[]) => Promise<readonly B[]>): Promise<B[]> => {
  const answers: B[] = [];
  for (let i = 0; i < all.length; i += BATCH) answers.push(...(await ask(all.slice(i, i + BATCH))));
  return answers;
};
