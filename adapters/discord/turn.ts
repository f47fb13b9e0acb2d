// Discord: one interaction's turn to be answered: within three seconds of its arrival, and finished within fifteen minutes.
import { setTimeout as rest } from "node:timers/promises";
import { Routes } from "discord.js";
import { CODES, codeOf } from "./faults.ts";
import type { FormJson } from "./form.ts";
import type { Interaction } from "./interaction.ts";
import type { Front, Timing } from "./parts.ts";
import type { AnswerBody } from "./reply.ts";
import { EPHEMERAL } from "./reply.ts";

/** Discord waits three seconds: after two, a promise to answer still has time for its way, and for a second attempt. */
export const TIMING: Timing = { direct: 2_000, callback: 700, again: 250 };

/** With what goes before, the last attempt begins within Discord's three seconds. */
const CALLBACK_TRIES = 3;
const FINISH_TRIES = 12;
const PAUSE_MAX = 60_000;

const TYPES = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, form: 9 } as const;

/** Each resolves whether Discord took it; too late or twice is no error, the change stands. None rejects. */
export type Turn = {
  message(body: AnswerBody, hidden: boolean): Promise<boolean>;
  /** In place of the message whose button was pressed. */
  update(body: AnswerBody): Promise<boolean>;
  form(form: FormJson): Promise<boolean>;
  choices(choices: readonly { name: string; value: string }[]): Promise<boolean>;
  /** A promise to answer: `update` where a pressed message stays as it is meanwhile. */
  defer(how: { hidden: boolean } | "update"): Promise<boolean>;
  /** After any of these: the answer itself, or the pressed message, anew. */
  edit(body: AnswerBody): Promise<boolean>;
  /** After any of these: one message more. */
  more(body: AnswerBody, hidden: boolean): Promise<boolean>;
};

export const turnOf = (front: Front, { id, token }: Pick<Interaction, "id" | "token">): Turn => {
  const { applicationId } = front.me;
  const first = (type: number, data?: unknown): Promise<boolean> =>
    callback(front, Routes.interactionCallback(id, token), { type, ...(data !== undefined && { data }) });
  const flags = (hidden: boolean) => (hidden ? { flags: EPHEMERAL } : {});
  return {
    message: (body, hidden) => first(TYPES.message, { ...body, ...flags(hidden) }),
    // A text that stood above the message goes away where there is none now.
    update: (body) => first(TYPES.update, { content: "", ...body }),
    form: (form) => first(TYPES.form, form),
    choices: (choices) => first(TYPES.choices, { choices }),
    defer: (how) => (how === "update" ? first(TYPES.deferredUpdate) : first(TYPES.deferred, flags(how.hidden))),
    edit: (body) =>
      finished(front, () =>
        front.rest.patch(`${Routes.webhook(applicationId, token)}/messages/@original`, {
          body: { content: "", ...body },
          auth: false,
        }),
      ),
    more: (body, hidden) =>
      finished(front, () =>
        front.rest.post(Routes.webhook(applicationId, token), { body: { ...body, ...flags(hidden) }, auth: false }),
      ),
  };
};

const callback = async (front: Front, route: `/${string}`, body: unknown): Promise<boolean> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await front.rest.post(route, { body, auth: false, signal: AbortSignal.timeout(front.timing.callback) });
      return true;
    } catch (error) {
      // An attempt before was taken, and its acknowledgement lost on the way.
      if (codeOf(error) === CODES.alreadyAnswered) return true;
      if (isPassing(error) && tries < CALLBACK_TRIES) continue;
      note(front, "discord interaction not answered", error);
      return false;
    }
  }
};

/** Tried again while that may help; then dropped: what was done stands, and the card shows it. */
const finished = async (front: Front, work: () => Promise<unknown>): Promise<boolean> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isPassing(error) || tries >= FINISH_TRIES) {
        note(front, "discord answer not finished", error);
        return false;
      }
    }
    await rest(Math.min(PAUSE_MAX, front.timing.again * 2 ** (tries - 1)), undefined, { ref: false });
  }
};

const note = (front: Front, event: string, error: unknown): void => {
  const code = codeOf(error);
  front.log(event, code === undefined ? { error } : { code, alarm: code === CODES.invalidForm });
};

/** A lost connection, no answer in time, or Discord's own trouble. What Discord refuses by a code it refuses again. */
const isPassing = (error: unknown): boolean => {
  const status = (error as { status?: unknown } | undefined)?.status;
  return codeOf(error) === undefined && (typeof status !== "number" || status >= 500);
};
