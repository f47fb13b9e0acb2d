// The loopback Discord: a server's own scheduled events, those that happen somewhere outside of it.
import { eventJson, readEvent } from "./events-read.ts";
import { authorJson } from "./messages-json.ts";
import { botMay } from "./permissions.ts";
import { invalid, refusals } from "./refused.ts";
import { guildNamed } from "./rest-places.ts";
import type { Route } from "./router.ts";
import type { EventRecord, Guild, State } from "./state.ts";

const MOST = 100;
const STATUS = { scheduled: 1, active: 2, completed: 3, cancelled: 4 } as const;
/** What may follow: an event begins or is cancelled, and what runs ends. */
const NEXT: Readonly<Record<number, readonly number[]>> = { 1: [1, 2, 4], 2: [2, 3], 3: [], 4: [] };

const isOpen = (event: EventRecord): boolean => event.status < STATUS.completed;

/** Throws 10070. Only those that are to come, or run, are there. */
const eventNamed = (guild: Guild, id: string | undefined): EventRecord => {
  const event = guild.events.get(id ?? "");
  if (!event) throw refusals.unknownEvent();
  return event;
};

/** Events of others take a right of their own. */
const mustManage = (state: State, event: EventRecord): void => {
  const own = event.creatorId === state.bot.id && botMay(state, event.guild, "CREATE_EVENTS");
  if (!own && !botMay(state, event.guild, "MANAGE_EVENTS")) throw refusals.missingPermissions();
};

const told = (state: State, t: "CREATE" | "UPDATE" | "DELETE", event: EventRecord): void =>
  state.publish({ t: `GUILD_SCHEDULED_EVENT_${t}`, d: eventJson(event), guildId: event.guild.id });

const create: Route["run"] = ({ state }, { ids: [guildId], body }) => {
  const guild = guildNamed(state, guildId);
  if (!botMay(state, guild, "CREATE_EVENTS")) throw refusals.missingPermissions();
  const read = readEvent(body, state.now());
  if ([...guild.events.values()].filter(isOpen).length >= MOST) throw refusals.tooManyEvents();
  const event: EventRecord = {
    ...read,
    id: state.ids.next(),
    guild,
    creatorId: state.bot.id,
    status: STATUS.scheduled,
  };
  guild.events.set(event.id, event);
  told(state, "CREATE", event);
  return { ...eventJson(event), creator: authorJson(state, event.creatorId) };
};

const change: Route["run"] = ({ state }, { ids: [guildId, id], body }) => {
  const event = eventNamed(guildNamed(state, guildId), id);
  mustManage(state, event);
  if (!isOpen(event)) throw refusals.finishedEvent();
  const { status, ...read } = readEvent(body, state.now(), event);
  if (status !== undefined && !NEXT[event.status]?.includes(status))
    throw invalid(
      "status",
      "GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION",
      `The status cannot go from ${event.status} to ${status}.`,
    );
  Object.assign(event, read, status !== undefined && { status });
  told(state, "UPDATE", event);
  return eventJson(event);
};

const remove: Route["run"] = ({ state }, { ids: [guildId, id] }) => {
  const event = eventNamed(guildNamed(state, guildId), id);
  mustManage(state, event);
  event.guild.events.delete(event.id);
  told(state, "DELETE", event);
  return undefined;
};

const ALL = "/guilds/:id/scheduled-events";
const ONE = "/guilds/:id/scheduled-events/:id";
const BUCKET = { most: 5, ms: 60_000 };
const QUERY = "with_user_count";

export const eventRoutes: readonly Route[] = [
  {
    method: "GET",
    path: ALL,
    query: QUERY,
    run: ({ state }, { ids: [guildId] }) =>
      [...guildNamed(state, guildId).events.values()]
        .filter(isOpen)
        .map((event) => ({ ...eventJson(event), creator: authorJson(state, event.creatorId) })),
  },
  { method: "POST", path: ALL, bucket: BUCKET, run: create },
  {
    method: "GET",
    path: ONE,
    query: QUERY,
    run: ({ state }, { ids: [guildId, id] }) => eventJson(eventNamed(guildNamed(state, guildId), id)),
  },
  { method: "PATCH", path: ONE, bucket: BUCKET, run: change },
  { method: "DELETE", path: ONE, bucket: BUCKET, run: remove },
];
