// Dispatch: press → actor → arguments → command → reply. The one place that catches refusals and doubts.
import type { Change, Request } from "./chat/adapter.ts";
import type { Command, Context, Fresh, Links, Reader } from "./chat/command.ts";
import type { Press } from "./chat/press.ts";
import { commandNamed } from "./chat/press.ts";
import type { Ask, Reply, Trouble } from "./chat/reply.ts";
import { partyInReach } from "./chat/args-party.ts";
import { missingIn, shapeOf } from "./chat/missing.ts";
import type { Clock } from "./clock.ts";
import type { SeenBy } from "./domain/chat.ts";
import type { PartyEvent } from "./domain/note.ts";
import type { PartyCode } from "./domain/party.ts";
import { Doubt, Refusal } from "./domain/refusal.ts";
import { cleanName } from "./domain/text.ts";
import { MINUTE } from "./domain/time.ts";
import type { Here } from "./here.ts";
import { hereOf, readerOf } from "./here.ts";
import { patiently } from "./patience.ts";
import type { Places } from "./places/places.ts";
import type { Card, Reads, Store, Tx } from "./store/types.ts";
import { AlreadyRan } from "./store/types.ts";
import type { Words } from "./words/words.ts";
import { aboutOf } from "./words/words.ts";
import { refused } from "./views/trouble.ts";

export type Deps = {
  store: Store;
  places: Places;
  clock: Clock;
  commands: readonly Command[];
  links: Links;
  fresh: Fresh;
  /** Turns what happened into notes, inside the command's transaction. */
  plan(tx: Tx, events: readonly PartyEvent[], now: number): Promise<void>;
  /** Told after the commit, never before; without changes when something else happened that notes may follow from. */
  committed(changes: readonly Change[]): void;
  /** `event` and `detail` hold nothing that names a person, a place or a text. */
  fault(event: string, detail: { command?: string; error: unknown }): void;
};

const DRAFT_LIFE = 15 * MINUTE;

/** Runs a press and answers. Never rejects: what nobody expected is logged without its text and answered kindly. */
export const dispatch = async <S extends SeenBy>(deps: Deps, request: Request<S>): Promise<Reply<S>> => {
  let here: Here<S> | undefined;
  try {
    return await patiently(async () => {
      here = await hereOf(deps, request);
      return run(deps, here);
    });
  } catch (error) {
    const words = here?.words ?? (await import("./words/words.ts")).wordsFor(request.locale);
    if (error instanceof Refusal) return refused(request.seenBy, words.trouble.title, error.words);
    deps.fault("dispatch.failed", { command: request.press.command, error });
    return refused(request.seenBy, words.trouble.brokenTitle, words.trouble.broken);
  }
};

const run = async <S extends SeenBy>(deps: Deps, here: Here<S>): Promise<Reply<S>> => {
  const { request, words } = here;
  const command = commandNamed(deps.commands, request.press.command || (here.draft?.command ?? ""));
  if (!command) return unknownCommand(deps, here);
  const { kind } = request.chat;
  if (command.where === "private" && kind === "group") throw new Refusal(words.trouble.onlyPrivate);
  if (command.where === "group" && kind === "person") throw new Refusal(words.trouble.onlyGroup);
  const press = { command: command.name, args: { ...here.draft?.args, ...request.press.args } };
  // A draft that is opened again, with nothing new: the form as it was left.
  if (here.draft && Object.keys(request.press.args).length === 0) {
    const form = { draft: here.draft.id, press, missing: shapeOf(command, here.draft.asked) };
    return { kind: "ask", ask: spoken(words, form) };
  }
  const missing = missingIn(command, press);
  if (missing) return ask(deps, here, missing);
  try {
    const read = await readArgs(deps, here, command, press);
    if ("trouble" in read)
      return await ask(deps, here, { press, missing: shapeOf(command, read.trouble.arg), trouble: read.trouble });
    return command.writes
      ? await runWrite(deps, here, command, read.values)
      : await runRead(deps, here, command, read.values);
  } catch (error) {
    if (error instanceof Doubt) {
      const trouble = { arg: error.arg, words: error.words, choices: [...error.choices] };
      return ask(deps, here, { press, missing: shapeOf(command, error.arg), trouble });
    }
    const ran = command.writes ? await deps.store.reads.requests.reply(request.id) : undefined;
    // The same thing done twice (a repeated update, a double tap): answered as it was the first time.
    if (ran !== undefined && (error instanceof Refusal || error instanceof AlreadyRan)) {
      const { changed = [], ...reply } = JSON.parse(ran) as Ran<S>;
      // It may have been this very transaction, whose COMMIT was never answered: then nobody was told of it.
      deps.committed(await versionsOf(deps.store.reads, changed));
      return reply as Reply<S>;
    }
    throw error;
  }
};

const unknownCommand = <S extends SeenBy>(deps: Deps, { request, words }: Here<S>): Reply<S> => {
  const typed = [...request.press.command.replace(/[^\p{L}\p{N}_-]/gu, "")].slice(0, 32).join("");
  const near = deps.commands.find(
    (c) => !c.hidden && typed.length >= 3 && c.name.startsWith(typed.slice(0, 3).toLowerCase()),
  );
  const shown = near
    ? [near]
    : deps.commands.filter((c) => !c.hidden && Object.values(c.args).every((arg) => !arg.required));
  const buttons = shown.slice(0, 4).map((c) => ({ label: `/${c.name}`, press: { command: c.name, args: {} } }));
  const said = near ? `${words.help.unknown(typed)} ${words.help.didYouMean(near.name)}` : words.help.unknown(typed);
  return refused(request.seenBy, words.trouble.title, said, [buttons]);
};

/** The question with its arguments described in the language of whoever is asked. */
const spoken = (words: Words, question: Ask): Ask => {
  const command = { name: question.press.command, about: "" };
  return { ...question, missing: question.missing.map((arg) => ({ ...arg, about: aboutOf(words, command, arg) })) };
};

/** Keeps what was typed and asks for what is missing or in doubt. */
const ask = <S extends SeenBy>(deps: Deps, here: Here<S>, question: Ask): Promise<Reply<S>> =>
  deps.store.write(async (tx) => kept(deps, here, tx, await arrive(tx, here), { kind: "ask", ask: question }));

/** A question's draft, stored, so that it can be answered later, after a restart too; anything else as it is. */
const kept = async <S extends SeenBy>(
  deps: Deps,
  here: Here<S>,
  tx: Tx,
  { person, chat }: Awaited<ReturnType<typeof arrive>>,
  reply: Reply<S>,
): Promise<Reply<S>> => {
  if (reply.kind !== "ask") return reply;
  const { press, missing, trouble } = reply.ask;
  const id = here.draft?.id ?? deps.fresh.id();
  const asked = trouble?.arg ?? missing[0]?.name;
  await tx.drafts.put({
    id,
    personId: person.id,
    chat: chat.key,
    command: press.command,
    args: press.args,
    ...(asked !== undefined && { asked }),
    expiresAt: here.now + DRAFT_LIFE,
  });
  return { kind: "ask", ask: spoken(here.words, { ...reply.ask, draft: id }) };
};

type ReadArgs = { values: Record<string, unknown> } | { trouble: Trouble };

/** The party first, then the place, for they settle the zone in which times are read; then the rest as declared. */
const readArgs = async <S extends SeenBy>(
  deps: Deps,
  here: Here<S>,
  command: Command,
  press: Press,
): Promise<ReadArgs> => {
  const reader = readerOf(deps, here);
  const order = ["party", "place"];
  const rank = (schema: string): number => (order.includes(schema) ? order.indexOf(schema) : order.length);
  const args = Object.values(command.args).sort((a, b) => rank(a.schema) - rank(b.schema));
  for (const arg of args) {
    const raw = press.args[arg.name];
    if (raw === undefined && arg.schema !== "party") continue;
    const answer =
      raw === undefined
        ? { ok: await partyInReach(reader, await pressedParty(deps, here), arg.among) }
        : await arg.read(raw, reader);
    if ("trouble" in answer) return { trouble: { arg: arg.name, ...answer.trouble } };
    reader.read[arg.name] = answer.ok;
    if (arg.schema === "party" || arg.schema === "place") await settleZone(deps, reader, answer.ok);
  }
  return { values: reader.read };
};

const settleZone = async (deps: Deps, reader: Reader, value: unknown): Promise<void> => {
  const zone =
    typeof value === "string"
      ? (await deps.store.reads.parties.get(value))?.timeZone
      : (value as { found?: { timeZone?: string } }).found?.timeZone;
  if (zone !== undefined) reader.timeZone = zone;
};

const pressedParty = async <S extends SeenBy>(deps: Deps, here: Here<S>): Promise<string | undefined> => {
  const { on } = here.request;
  if (on === undefined || !here.chat) return undefined;
  const card: Card | undefined = await deps.store.reads.cards.byMessage(here.chat.key, on);
  return card?.party;
};

/** The actor and the chat as rows, made where new. */
const arrive = async <S extends SeenBy>(tx: Tx, { request, now }: Here<S>) => {
  const person = await tx.people.ensure(request.account, {
    name: cleanName(request.name, "Guest"),
    ...(request.locale !== undefined && { locale: request.locale }),
    ...(request.timeZone !== undefined && { timeZone: request.timeZone }),
    now,
  });
  return { person, chat: await tx.chats.ensure(request.chat, request.chatTitle) };
};

const contextOf = <S extends SeenBy, D extends Reads>(
  deps: Deps,
  here: Here<S>,
  tx: D,
  who: Awaited<ReturnType<typeof arrive>>,
  events: PartyEvent[],
): Context<S, D> => ({
  actor: { person: who.person, account: here.request.account },
  seenBy: here.request.seenBy,
  chat: { key: who.chat.key, ref: who.chat.ref },
  chatAdmin: here.request.chatAdmin ?? here.request.chat.kind === "person",
  now: here.now,
  ...(here.timeZone !== undefined && { timeZone: here.timeZone }),
  locale: here.locale,
  words: here.words,
  tx,
  fresh: deps.fresh,
  links: deps.links,
  record: (event) => void events.push(event),
});

const runRead = async <S extends SeenBy>(
  deps: Deps,
  here: Here<S>,
  command: Command & { writes: false },
  values: Record<string, unknown>,
): Promise<Reply<S>> => {
  const who =
    here.person && here.chat
      ? { person: here.person, chat: here.chat }
      : await deps.store.write((tx) => arrive(tx, here));
  return command.run(contextOf(deps, here, deps.store.reads, who, []), values as never);
};

/** What is kept of a request that ran: its reply, and the parties that it changed. */
type Ran<S extends SeenBy> = Reply<S> & { changed?: readonly PartyCode[] };

const versionsOf = async ({ parties }: Pick<Reads, "parties">, changed: readonly PartyCode[]): Promise<Change[]> =>
  changed.length === 0 ? [] : (await parties.many([...changed])).map(({ code, version }) => ({ party: code, version }));

/** A guest's answer changes that one party: those of a crowd are written together. */
const partyMeant = (command: Command, { party }: Record<string, unknown>): PartyCode | undefined =>
  command.name === "rsvp" && typeof party === "string" ? party : undefined;

const runWrite = async <S extends SeenBy>(
  deps: Deps,
  here: Here<S>,
  command: Command & { writes: true },
  values: Record<string, unknown>,
): Promise<Reply<S>> => {
  const { reply, changes, told } = await deps.store.write(
    async (tx) => {
      const events: PartyEvent[] = [];
      const who = await arrive(tx, here);
      const answer = await kept(
        deps,
        here,
        tx,
        who,
        await command.run(contextOf(deps, here, tx, who, events), values as never),
      );
      await deps.plan(tx, events, here.now);
      if (here.draft && answer.kind === "done") await tx.drafts.drop(who.person.id, who.chat.key);
      const changed = [...new Set(events.flatMap((event) => ("party" in event ? [event.party] : [])))];
      const ran: Ran<S> = { ...answer, ...(changed.length > 0 && { changed }) };
      await tx.requests.ran(here.request.id, JSON.stringify(ran), here.now);
      return { reply: answer, changes: await versionsOf(tx, changed), told: events.length > 0 };
    },
    partyMeant(command, values),
  );
  if (told) deps.committed(changes);
  return reply;
};
