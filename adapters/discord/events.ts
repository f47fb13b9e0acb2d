// Discord: a party among a server's own events: made, kept up to date, cancelled. Public facts alone: never the exact address.
import * as z from "zod";
import type { Chat, View } from "../../src/core.ts";
import { wordsFor } from "../../src/core.ts";
import { CODES, codeOf } from "./faults.ts";
import { cut, isBlank, markdownOf } from "./markdown.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Bot } from "./parts.ts";
import { pageOf } from "./place.ts";

const PREFIX = "events:";
/** Stands for the event of a party that needs none: it is called off, or it has begun. */
const NONE = "0";

const NAME_MAX = 100;
const TEXT_MAX = 1_000;
const LOCATION_MAX = 100;
/** An event has to end: this long after its start, where the party does not say. */
const LENGTH = 4 * 3_600_000;
const OUTSIDE = 3;
const GUILD_ONLY = 2;
const STATUS = { scheduled: 1, active: 2, completed: 3, cancelled: 4 } as const;

/** The server whose events a chat stands for. */
export const serverOfEvents = ({ chatId }: Pick<Chat, "chatId">): string | undefined =>
  chatId.startsWith(PREFIX) ? chatId.slice(PREFIX.length) : undefined;

type Showing = { bot: Bot; outgoing: Outgoing; server: string; view: View };

const eventJson = z.object({ id: z.string() });
const eventsJson = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullish(),
    creator_id: z.string().nullish(),
    scheduled_start_time: z.string(),
    status: z.number(),
  }),
);

/** Resolves the event's id. Rejects as `outgoing` does. */
export const showEvent = async (showing: Showing, replace: string | undefined): Promise<string> => {
  const { bot, view } = showing;
  if (!view.event) return NONE;
  if (replace !== undefined && replace !== NONE) return changeEvent(showing, replace);
  if (view.event.calledOff || view.event.startsAt <= bot.clock.now()) return NONE;
  const known = await sameEvent(showing);
  if (known !== undefined) return changeEvent(showing, known);
  const made = await showing.outgoing(bot, "post", `/guilds/${showing.server}/scheduled-events`, wholeOf(showing));
  return eventJson.parse(made).id;
};

const changeEvent = async (showing: Showing, id: string): Promise<string> => {
  const { bot, outgoing, server, view } = showing;
  const body = changeOf(showing);
  if (!body) return id;
  try {
    await outgoing(bot, "patch", `/guilds/${server}/scheduled-events/${id}`, body);
    return id;
  } catch (error) {
    // Somebody ended or deleted it: what is called off needs no other one.
    const code = codeOf(error);
    if (view.event?.calledOff && (code === CODES.finishedEvent || code === CODES.unknownEvent)) return NONE;
    throw error;
  }
};

/** Undefined when nothing is to be changed: it is over. An event that runs keeps its start, and can end but not be cancelled. */
const changeOf = (showing: Showing): Record<string, unknown> | undefined => {
  const { view, bot } = showing;
  if (!view.event) return undefined;
  const begun = view.event.startsAt <= bot.clock.now();
  if (view.event.calledOff) return { status: begun ? STATUS.completed : STATUS.cancelled };
  if (endOf(view.event) <= bot.clock.now()) return undefined;
  const { scheduled_start_time, privacy_level: _level, ...rest } = wholeOf(showing);
  return begun ? rest : { scheduled_start_time, ...rest };
};

const wholeOf = ({ view }: Showing) => {
  const { startsAt = 0, endsAt, place = "" } = view.event ?? {};
  const end = endOf({ startsAt, ...(endsAt !== undefined && { endsAt }) });
  return {
    name: isBlank(view.title) ? "…" : cut(view.title, NAME_MAX),
    description: descriptionOf(view),
    scheduled_start_time: new Date(startsAt).toISOString(),
    scheduled_end_time: new Date(end).toISOString(),
    privacy_level: GUILD_ONLY,
    entity_type: OUTSIDE,
    entity_metadata: { location: cut(isBlank(place) ? wordsFor(view.locale).card.whereHidden : place, LOCATION_MAX) },
  };
};

const endOf = ({ startsAt, endsAt }: { startsAt: number; endsAt?: number }): number =>
  endsAt !== undefined && endsAt > startsAt ? endsAt : startsAt + LENGTH;

const descriptionOf = (view: View): string => {
  const page = pageOf(view);
  const link = page === undefined ? "" : page;
  const said = (view.body ?? []).flatMap((piece) =>
    typeof piece === "string" ? [{ text: piece, live: true as const }] : [],
  );
  const text = markdownOf(said, TEXT_MAX - link.length - 2);
  return [text, link].filter((part) => part !== "").join("\n\n");
};

/**
 * Events know no nonce. Before one is made, one that was made already, by a request whose answer never came, is looked for: ours, open,
 * and leading to the same party, or, where it leads to none, of the same name and start.
 */
const sameEvent = async ({ bot, outgoing, server, view }: Showing): Promise<string | undefined> => {
  const { name, scheduled_start_time } = wholeOf({ bot, outgoing, server, view });
  const page = pageOf(view);
  const all = eventsJson.parse(await outgoing(bot, "get", `/guilds/${server}/scheduled-events`));
  return all.find(
    (one) =>
      one.creator_id === bot.me.userId &&
      (one.status === STATUS.scheduled || one.status === STATUS.active) &&
      (leadsTo(one.description) !== undefined && page !== undefined
        ? one.description?.endsWith(page)
        : one.name === name && Date.parse(one.scheduled_start_time) === Date.parse(scheduled_start_time)),
  )?.id;
};

/** The page at the end of an event's description. */
const leadsTo = (description: string | null | undefined): string | undefined =>
  /https?:\/\/\S+\/p\/\w+$/.exec(description ?? "")?.[0];
