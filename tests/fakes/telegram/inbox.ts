// The loopback Bot API: the updates that wait for the bot, and how it comes for them. One poller at a time: a newer one ends the older.
import { bad, conflict, type Json, OTHER_POLLER, type Refused, WEBHOOK_ACTIVE } from "./refused.ts";

export type Update = { update_id: number } & Json;
type Poll = { offset: number; limit: number; timeout: number; signal: AbortSignal };
type Waiting = { give(): void; refuse(why: Refused): void };

/** Not sent unless asked for by name. */
const ONLY_IF_ASKED = new Set(["chat_member", "message_reaction", "message_reaction_count"]);
/** A long poll is cut short here, in ms: a bot must not rely on its length, and tests need not wait for it. */
const LONGEST_POLL = 2_000;

export type Inbox = ReturnType<typeof createInbox>;

export const createInbox = (changed: () => void) => {
  let queue: Update[] = [];
  /** Updates that a test repeats or mixes up: not forgotten before they were given once, whatever their ids. */
  const unseen = new Set<Update>();
  let nextId = 731_604_210;
  let allowed: readonly string[] = [];
  let waiting: Waiting | undefined;
  let webhookActive = false;

  const wants = (kind: string): boolean => (allowed.length > 0 ? allowed.includes(kind) : !ONLY_IF_ASKED.has(kind));
  const add = (update: Update): void => {
    queue.push(update);
    waiting?.give();
    changed();
  };
  /** `offset` confirms all before it; a negative one keeps so many of the last and forgets the others. */
  const confirm = (offset: number): void => {
    queue =
      offset < 0 ? queue.slice(offset) : queue.filter((update) => unseen.has(update) || update.update_id >= offset);
    changed();
  };
  const batch = (limit: number): Update[] => {
    const given = queue.slice(0, limit);
    for (const update of given) unseen.delete(update);
    return given;
  };
  const stopWaiting = (why: string): void => waiting?.refuse(conflict(why));

  const hold = (poll: Poll): Promise<Update[]> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        if (waiting === mine) waiting = undefined;
      };
      const mine: Waiting = {
        give: () => {
          end();
          resolve(batch(poll.limit));
        },
        refuse: (why) => {
          end();
          reject(why);
        },
      };
      const timer = setTimeout(mine.give, Math.min(poll.timeout * 1000, LONGEST_POLL));
      poll.signal.addEventListener("abort", mine.give, { once: true });
      waiting = mine;
    });

  return {
    /** An update of this kind, if the bot wants such; its id. */
    push: (kind: string, what: Json): number | undefined => {
      if (!wants(kind)) return undefined;
      const update_id = nextId++;
      add({ update_id, [kind]: what });
      return update_id;
    },
    /** An update as it is, however wrong; without an id it gets the next one. */
    raw: (update: Json): Update => {
      const made = { update_id: nextId++, ...update } as Update;
      unseen.add(made);
      add(made);
      return made;
    },
    poll: async (poll: Poll): Promise<Update[]> => {
      if (webhookActive) throw conflict(WEBHOOK_ACTIVE);
      stopWaiting(OTHER_POLLER);
      if (poll.offset !== 0) confirm(poll.offset);
      if (queue.length > 0 || poll.timeout <= 0) return batch(poll.limit);
      return hold(poll);
    },
    allow: (kinds: unknown): void => {
      if (!Array.isArray(kinds) || kinds.some((kind) => typeof kind !== "string"))
        throw bad("can't parse allowed_updates: expected an Array of String");
      allowed = kinds as string[];
    },
    allowed: () => allowed,
    waiting: () => queue.length,
    first: () => queue[0],
    done: (update: Update): void => {
      queue = queue.filter((other) => other !== update);
      unseen.delete(update);
      changed();
    },
    forget: (): void => {
      queue = [];
      changed();
    },
    webhook: (active: boolean): void => {
      webhookActive = active;
      if (active) stopWaiting("terminated by setWebhook request");
    },
    close: (): void => waiting?.give(),
  };
};
