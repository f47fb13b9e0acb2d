// The loopback Discord: what a scheduled event may say, and how it is shown.
import { iso } from "./snowflake.ts";
import type { EventRecord } from "./state.ts";
import type { Json } from "./types.ts";
import { createForm, type Form, join } from "./validate.ts";

const EXTERNAL = 3;
const GUILD_ONLY = 2;
const KNOWN = "name description scheduled_start_time scheduled_end_time privacy_level entity_type entity_metadata";
const YEARS = 5 * 365 * 24 * 3_600_000;

export type EventBody = Pick<EventRecord, "name" | "description" | "location" | "startsAt" | "endsAt"> & {
  status?: EventRecord["status"];
};

/** `was`: what is not given stays. Throws 50035. */
export const readEvent = (body: unknown, now: number, was?: EventRecord): EventBody => {
  const form = createForm();
  const given = form.object("", form.need("", body), was ? `${KNOWN} status channel_id` : `${KNOWN} channel_id`) ?? {};
  const must = (name: string): unknown => (was ? given[name] : form.need(name, given[name]));
  form.oneOf("privacy_level", must("privacy_level"), [GUILD_ONLY]);
  form.oneOf("entity_type", must("entity_type"), [EXTERNAL]);
  if (given["channel_id"] !== undefined && given["channel_id"] !== null)
    form.fault("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL_EXTERNAL", "An event outside has no channel.");
  const status = form.oneOf("status", given["status"], [1, 2, 3, 4]);
  const read = {
    name: form.text("name", must("name"), { min: 1, max: 100 }) ?? was?.name ?? "",
    description: readDescription(form, given, was),
    location: readLocation(form, must("entity_metadata")) ?? was?.location ?? "",
    startsAt: readTime(form, "scheduled_start_time", must("scheduled_start_time")) ?? was?.startsAt ?? 0,
    endsAt: readTime(form, "scheduled_end_time", must("scheduled_end_time")) ?? was?.endsAt ?? 0,
    ...(status !== undefined && { status }),
  };
  mustBeAhead(form, read, now, given["scheduled_start_time"] !== undefined, was);
  form.done();
  return read;
};

const readDescription = (form: Form, given: Json, was?: EventRecord): string | null =>
  given["description"] === undefined && was
    ? was.description
    : (form.text("description", given["description"], { max: 1_000 }) ?? null);

const readLocation = (form: Form, value: unknown): string | undefined => {
  const given = form.object("entity_metadata", value, "location");
  const path = join("entity_metadata", "location");
  return given && form.text(path, form.need(path, given["location"]), { min: 1, max: 100 });
};

const readTime = (form: Form, path: string, value: unknown): number | undefined => {
  if (value === undefined || value === null) return undefined;
  const at = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  form.fault(path, "DATETIME_TYPE_PARSE", `Could not parse ${String(value)}. Should be ISO8601.`);
  return undefined;
};

const mustBeAhead = (form: Form, read: EventBody, now: number, startGiven: boolean, was?: EventRecord): void => {
  if (startGiven && was?.status === 2)
    form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_STARTED", "The start of an event that runs is fixed.");
  else if (startGiven && read.startsAt <= now && read.startsAt !== was?.startsAt)
    form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.");
  if (read.endsAt <= read.startsAt || (read.endsAt <= now && read.endsAt !== was?.endsAt))
    form.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "The event must end after it starts.");
  if (read.startsAt > now + YEARS)
    form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_TOO_FAR", "Cannot schedule more than five years ahead.");
};

export const eventJson = (event: EventRecord): Json => ({
  id: event.id,
  guild_id: event.guild.id,
  channel_id: null,
  creator_id: event.creatorId,
  name: event.name,
  description: event.description,
  scheduled_start_time: iso(event.startsAt),
  scheduled_end_time: iso(event.endsAt),
  privacy_level: GUILD_ONLY,
  status: event.status,
  entity_type: EXTERNAL,
  entity_id: null,
  entity_metadata: { location: event.location },
  image: null,
  recurrence_rule: null,
  guild_scheduled_event_exceptions: [],
});
