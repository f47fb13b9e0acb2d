// Discord: runs a press and answers the one who made it, in time whatever the database does.
import { setTimeout as rest } from "node:timers/promises";
import type { Ask, CardNow, Press, Reply, Request } from "../../src/core.ts";
import type { Interaction } from "./interaction.ts";
import { KINDS } from "./interaction.ts";
import { openForm, questionIn } from "./asking.ts";
import type { Front } from "./parts.ts";
import { bodyOf } from "./render.ts";
import type { AnswerBody, Done } from "./reply.ts";
import { answerOf, EPHEMERAL, withPeople } from "./reply.ts";
import type { Turn } from "./turn.ts";
import { accountOf, chatOf, isAdmin, nameOf } from "./who.ts";

/** What is to be done, and how it came: `draft` of the core's, `on` the pressed message. */
export type Doing = { press: Press; draft?: string; on?: string };

/** An interaction and how it is answered. `release`: the pressed card is as it should be, and whoever else edits it may go on. */
export type Asked = { front: Front; one: Interaction; turn: Turn; release?: () => void };

export const requestOf = (one: Interaction, { press, draft, on }: Doing): Request<"person"> => ({
  id: `discord:${one.id}`,
  account: accountOf(one.by.id),
  name: nameOf(one.by, one.member?.nick),
  ...(one.locale !== undefined && { locale: one.locale }),
  chat: chatOf(one),
  ...(typeof one.channel?.name === "string" && { chatTitle: one.channel.name }),
  // Every answer is for the one who asked: hidden in a channel, or in private.
  seenBy: "person",
  press,
  ...(on !== undefined && { on }),
  chatAdmin: isAdmin(one),
  ...(draft !== undefined && { draft }),
});

/** `prepare`: what must be read before the core can run; it counts towards the time. */
export const perform = async (
  asked: Asked,
  doing: Doing,
  prepare: (doing: Doing) => Promise<Doing> = (ready) => Promise.resolve(ready),
): Promise<void> => {
  const { message } = asked.one;
  const release = message && asked.front.cards.hold(message.id);
  try {
    await performed({ ...asked, ...(release && { release }) }, doing, prepare);
  } finally {
    release?.();
  }
};

const performed = async (asked: Asked, doing: Doing, prepare: (doing: Doing) => Promise<Doing>): Promise<void> => {
  const { front, one, turn } = asked;
  const isFirst = doing.draft === undefined && one.type !== KINDS.form;
  const missing = isFirst ? front.core.missing(doing.press) : undefined;
  if (missing) return void (await openForm(asked, missing, doing.on));
  const running = prepare(doing).then((ready) => front.gate(() => front.core.dispatch(requestOf(one, ready))));
  const reply = await soon(running, front.timing.direct);
  if (reply) return answer(asked, doing, reply);
  const promised: Promised = one.type === KINDS.component || isHidden(one) ? "update" : "message";
  await turn.defer(promised === "update" ? "update" : { hidden: isGroup(one) });
  await answer(asked, doing, await running, promised);
};

/** Undefined when it takes longer. */
const soon = async <T>(work: Promise<T>, ms: number): Promise<T | undefined> => {
  const stop = new AbortController();
  const late = rest(ms, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
  try {
    return (await Promise.race([work, late])) ?? undefined;
  } finally {
    stop.abort();
  }
};

const isGroup = (one: Interaction): boolean => chatOf(one).kind === "group";

/** Whether what was pressed, or what the form came from, is a message that only they see. */
const isHidden = ({ message }: Interaction): boolean => ((message?.flags ?? 0) & EPHEMERAL) !== 0;

/** What was promised where the answer came late: the pressed message anew, or a message of its own. */
type Promised = "update" | "message";

const answer = async (asked: Asked, doing: Doing, reply: Reply<"person">, promised?: Promised): Promise<void> => {
  const { one, turn } = asked;
  const hidden = isGroup(one);
  const replace = (body: AnswerBody): Promise<boolean> => (promised ? turn.edit(body) : turn.update(body));
  const say = (body: AnswerBody): Promise<boolean> => {
    if (promised === undefined) return turn.message(body, hidden);
    return promised === "message" ? turn.edit(body) : turn.more(body, hidden);
  };
  if (reply.kind === "ask") return ask(asked, doing, reply.ask, { promised, put: isHidden(one) ? replace : say });
  const body = answerBody(asked, doing, reply);
  if (reply.card && one.type === KINDS.component && !isHidden(one)) {
    await renew(asked, reply.card, replace);
    asked.release?.();
    if (reply.view ?? reply.notice) await turn.more(body, hidden);
    return;
  }
  const inPlace = reply.tone !== "refused" && givesWay(asked, doing.press.command);
  await (inPlace ? replace(body) : say(body));
  await cardBeside(asked, reply);
};

type Putting = { promised: Promised | undefined; put(body: AnswerBody): Promise<boolean> };

/** Where nothing is wrong and there is only more to fill in, the form itself; it can follow neither upon a promise nor upon a form. */
const ask = async (asked: Asked, { on }: Doing, question: Ask, { promised, put }: Putting): Promise<void> => {
  const opens = promised === undefined && !question.trouble && asked.one.type !== KINDS.form;
  await (opens ? openForm(asked, question, on) : put(questionIn(asked, question, on)));
};

/** A hidden answer gives way to what its button brings; in private so does a message whose every button asks the same. */
const givesWay = ({ front, one }: Asked, command: string): boolean => {
  if (isHidden(one)) return true;
  if (one.type !== KINDS.component || isGroup(one)) return false;
  const ids = (one.message?.components ?? []).flatMap((row) =>
    (row.components ?? []).flatMap((c) => c.custom_id ?? []),
  );
  return ids.length > 0 && ids.every((id) => front.core.parse(id)?.command === command);
};

const answerBody = ({ front, one }: Asked, { press }: Doing, reply: Done): AnswerBody => {
  const body = answerOf(front, reply, one.locale);
  const party = reply.view?.party;
  const isLink = press.command === "invite" && press.args["who"] === undefined && press.args["role"] === undefined;
  return isLink && party !== undefined && reply.tone !== "refused" ? withPeople(body, party, one.locale) : body;
};

/** The pressed card as it is now. What another press, later and quicker, has shown meanwhile is not left covered by an older one. */
const renew = async (
  { front, one, turn }: Asked,
  card: CardNow,
  replace: (body: AnswerBody) => Promise<boolean>,
): Promise<void> => {
  const messageId = one.message?.id ?? "";
  const body = (of: CardNow) => bodyOf(of, front.core, of.locale);
  let showing = front.cards.newest(messageId, card);
  let taken = await replace(body(showing));
  for (let newer = front.cards.newest(messageId, showing); taken && newer !== showing; ) {
    showing = newer;
    taken = await turn.edit(body(showing));
    newer = front.cards.newest(messageId, showing);
  }
  if (!taken) return;
  await front.core
    .shown(showing.card, showing.version, messageId)
    .catch((error: unknown) => front.log("discord card not noted", { error }));
};

/** Where nothing can be posted the card is an answer too, for everybody there; its own buttons keep it up to date. */
const cardBeside = async ({ front, one, turn }: Asked, { card }: Done): Promise<void> => {
  if (!card || one.type === KINDS.component || chatOf(one).reach === "post") return;
  await turn.more(bodyOf(card, front.core, card.locale), false);
};
