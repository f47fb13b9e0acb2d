// The loopback Discord: interactions: each is answered first within three seconds of real time, and finished within fifteen minutes.
import { randomBytes } from "node:crypto";
import { readChoices, readModal } from "./interactions-answers.ts";
import { metadataOf, payloadOf } from "./interactions-payload.ts";
import { FLAG, readMessage } from "./messages.ts";
import { messageJson } from "./messages-json.ts";
import { changed, deleted } from "./messages-routes.ts";
import { invalid, Refused, refusals } from "./refused.ts";
import { seenOf } from "./screen.ts";
import type { Channel, InteractionDesk, Message, Person, State } from "./state.ts";
import type { Json, Modal, Outcome } from "./types.ts";
import { createForm } from "./validate.ts";

export const KIND = { command: 2, component: 3, completion: 4, form: 5 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** What somebody does. `message`: whose component was used, also by the form that came of it; `after`: what opened the form. */
export type Done = { by: Person; channel: Channel; kind: Kind; data: Json; message?: Message; after?: Interaction };

export type Interaction = Done & {
  id: string;
  token: string;
  /** Real time, in ms. */
  arrivedAt: number;
  bornAt: number;
  first?: number;
  /** How long the first acknowledgement took: real ms. */
  firstMs?: number;
  /** Of a deferred answer. */
  hidden: boolean;
  original?: Message;
  more: Message[];
  settle(first: Outcome["first"], extra?: { modal?: Modal; choices?: NonNullable<Outcome["choices"]> }): void;
};

export type Interactions = InteractionDesk & {
  /** Tells the bot, and resolves once it has answered finally. */
  start(done: Done): Promise<Outcome>;
  /** Promised and not yet answered. */
  owed(): number;
};

const FIRST_MS = 3_000;
const LIFE_MS = 15 * 60_000;
const FOLLOW_UPS_ALONE = 5;
/** discord.js sends them everywhere; Discord looks at them in channels alone. */
const ALSO = "nonce enforce_nonce";
const ALSO_EDITED = `${ALSO} tts`;
const ANSWER_FLAGS = FLAG.ephemeral | FLAG.suppressEmbeds | FLAG.silent | FLAG.v2;
const TYPE = { pong: 1, message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 } as const;

export const createInteractions = (state: State): Interactions => {
  const known = new Map<string, Interaction>();
  const tokens = new Map<string, Interaction>();
  const owing = new Set<Interaction>();
  const byToken = (token: string): Interaction => {
    const found = tokens.get(token);
    if (!found) throw refusals.unknownWebhook();
    if (state.now() - found.bornAt > LIFE_MS) throw refusals.tokenEnded();
    if (found.first === undefined) throw refusals.unknownWebhook();
    return found;
  };
  return {
    start: (done) =>
      start(state, done, (one) => {
        known.set(one.id, one);
        tokens.set(one.token, one);
        owing.add(one);
      }),
    owed: () => {
      for (const one of owing) if (one.first !== undefined && !isOwed(one)) owing.delete(one);
      return [...owing].filter(isOwed).length;
    },
    callback: (id, token, body) => {
      const one = known.get(id);
      if (!one || one.token !== token || performance.now() - one.arrivedAt > FIRST_MS)
        throw refusals.unknownInteraction();
      if (one.first !== undefined) throw refusals.alreadyAcknowledged();
      return answer(state, one, (body ?? {}) as Json);
    },
    followUp: (token, body) => followUp(state, byToken(token), body),
    read: (token, messageId) => messageJson(state, messageOf(byToken(token), messageId)),
    edit: (token, messageId, body) => edit(state, byToken(token), messageId, body),
    remove: (token, messageId) => deleted(state, messageOf(byToken(token), messageId)),
  };
};

const isOwed = ({ first, original, more }: Interaction): boolean =>
  (first === TYPE.deferred && !original) || (first === TYPE.deferredUpdate && !original && more.length === 0);

const start = (state: State, done: Done, keep: (one: Interaction) => void): Promise<Outcome> =>
  new Promise((resolve) => {
    const id = state.ids.next();
    const one: Interaction = {
      ...done,
      id,
      token: randomBytes(24).toString("base64url"),
      arrivedAt: performance.now(),
      bornAt: state.now(),
      hidden: false,
      more: [],
      settle: (first, extra) => {
        clearTimeout(late);
        resolve(outcomeOf(state, one, first, extra));
        state.changed();
      },
    };
    keep(one);
    done.by.acted = true;
    const late = setTimeout(() => {
      if (one.first === undefined) one.settle("none");
    }, FIRST_MS + 50);
    state.publish({
      t: "INTERACTION_CREATE",
      d: payloadOf(state, one),
      ...(done.channel.guild && { guildId: done.channel.guild.id }),
    });
  });

const outcomeOf = (
  state: State,
  one: Interaction,
  first: Outcome["first"],
  extra: { modal?: Modal; choices?: NonNullable<Outcome["choices"]> } = {},
): Outcome => {
  const afterMs = one.firstMs ?? performance.now() - one.arrivedAt;
  if (extra.modal) openers.set(extra.modal, one);
  return {
    first,
    afterMs,
    ...extra,
    get messages() {
      return [...(one.original ? [one.original] : []), ...one.more]
        .filter((message) => !message.deleted)
        .map((message) => seenOf(state, message));
    },
  };
};

const openers = new WeakMap<Modal, Interaction>();
/** What opened a form. */
export const openerOf = (modal: Modal): Interaction | undefined => openers.get(modal);

const answer = (state: State, one: Interaction, body: Json): Json => {
  const { type, data } = body as { type?: number; data?: Json };
  const unknown = Object.keys(body).filter((name) => name !== "type" && name !== "data");
  if (unknown.length > 0) throw invalid(unknown[0] ?? "", "LOOPBACK_UNKNOWN_FIELD", "This field is not known here.");
  if (!allowed(one).includes(type ?? 0))
    throw invalid("type", "INTERACTION_APPLICATION_COMMAND_CALLBACK_TYPE", "This type cannot answer this interaction.");
  const act = ACTS[type ?? 0];
  act?.(state, one, data);
  return { interaction: { id: one.id, type: one.kind }, resource: { type } };
};

const allowed = ({ kind, message }: Interaction): readonly number[] => {
  if (kind === KIND.completion) return [TYPE.choices];
  const always = [TYPE.message, TYPE.deferred];
  const ofMessage = message ? [TYPE.deferredUpdate, TYPE.update] : [];
  return [...always, ...ofMessage, ...(kind === KIND.form ? [] : [TYPE.modal])];
};

const acknowledged = (one: Interaction, type: number): void => {
  one.first = type;
  one.firstMs = performance.now() - one.arrivedAt;
};

type Act = (state: State, one: Interaction, data: Json | undefined) => void;

const ACTS: Record<number, Act> = {
  [TYPE.message]: (state, one, data) => {
    const read = readMessage(state, one.channel, data ?? {}, { under: "data", flags: ANSWER_FLAGS, also: ALSO });
    acknowledged(one, TYPE.message);
    one.original = posted(state, one, read, (read.flags & FLAG.ephemeral) !== 0);
    one.settle("message");
  },
  [TYPE.deferred]: (state, one, data) => {
    one.hidden = readDeferral(data);
    acknowledged(one, TYPE.deferred);
    state.changed();
  },
  [TYPE.deferredUpdate]: (state, one, data) => {
    if (Object.keys(data ?? {}).length > 0)
      throw invalid("data", "LOOPBACK_UNKNOWN_FIELD", "A deferred update says nothing yet.");
    acknowledged(one, TYPE.deferredUpdate);
    state.changed();
  },
  [TYPE.update]: (state, one, data) => {
    const message = one.message as Message;
    const read = readMessage(state, one.channel, data ?? {}, {
      under: "data",
      edit: message,
      flags: ANSWER_FLAGS,
      also: ALSO_EDITED,
    });
    acknowledged(one, TYPE.update);
    one.original = changed(state, message, read);
    one.settle("update");
  },
  [TYPE.choices]: (_state, one, data) => {
    const choices = readChoices(data);
    acknowledged(one, TYPE.choices);
    one.settle("choices", { choices });
  },
  [TYPE.modal]: (_state, one, data) => {
    const modal = readModal(data);
    acknowledged(one, TYPE.modal);
    one.settle("modal", { modal });
  },
};

const posted = (state: State, one: Interaction, read: ReturnType<typeof readMessage>, hidden: boolean): Message =>
  state.post(one.channel, state.bot.id, hidden ? { ...read, flags: read.flags | FLAG.ephemeral } : read, {
    webhookId: state.applicationId,
    interactionMetadata: metadataOf(state, one),
    ...(hidden && { ephemeralFor: one.by.id }),
  });

const followUp = (state: State, one: Interaction, body: unknown): Json => {
  const isFirst = one.first === TYPE.deferred && !one.original;
  const alone = one.channel.guild?.installed !== true && !one.channel.people.has(state.bot.id);
  if (alone && one.more.length >= FOLLOW_UPS_ALONE) throw tooManyFollowUps();
  const read = readMessage(state, one.channel, body, { flags: ANSWER_FLAGS, also: ALSO });
  // The first after a promise takes its place, and is seen by whom the promise said.
  const hidden = isFirst ? one.hidden : (read.flags & FLAG.ephemeral) !== 0;
  const message = posted(state, one, read, hidden);
  if (isFirst) one.original = message;
  else one.more.push(message);
  finishes(one);
  return messageJson(state, message);
};

const tooManyFollowUps = (): Refused =>
  new Refused(400, 40094, "This interaction has hit the maximum number of follow up messages.");

/** Whether the promised answer is for one alone. */
const readDeferral = (data: Json | undefined): boolean => {
  const form = createForm();
  const given = form.object("data", data, "flags") ?? {};
  const flags = form.whole("data.flags", given["flags"], { min: 0 }) ?? 0;
  if ((flags & ~FLAG.ephemeral) !== 0)
    form.fault("data.flags", "MESSAGE_FLAGS_INVALID", `Flags ${flags & ~FLAG.ephemeral} cannot be set here.`);
  form.done();
  return flags !== 0;
};

/** Whoever was promised an answer has it now. */
const finishes = (one: Interaction): void => {
  if (one.first === TYPE.deferred && one.original) one.settle("deferred");
  if (one.first === TYPE.deferredUpdate) one.settle("deferredUpdate");
};

const edit = (state: State, one: Interaction, messageId: string, body: unknown): Json => {
  if (messageId === "@original" && !one.original && one.first === TYPE.deferred) {
    one.original = posted(
      state,
      one,
      readMessage(state, one.channel, body, { flags: ANSWER_FLAGS, also: ALSO }),
      one.hidden,
    );
    finishes(one);
    return messageJson(state, one.original);
  }
  const message = messageOf(one, messageId);
  changed(
    state,
    message,
    readMessage(state, one.channel, body, { edit: message, flags: ANSWER_FLAGS, also: ALSO_EDITED }),
  );
  if (messageId === "@original") one.original = message;
  finishes(one);
  return messageJson(state, message);
};

const messageOf = (one: Interaction, messageId: string): Message => {
  const original = one.original ?? (one.first === TYPE.deferredUpdate ? one.message : undefined);
  const found =
    messageId === "@original" ? original : [original, ...one.more].find((message) => message?.id === messageId);
  if (!found || found.deleted) throw refusals.unknownMessage();
  return found;
};
