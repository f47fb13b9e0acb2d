// The loopback Discord: what a message may hold, whoever sends it: the bot into a channel, or as the answer to an interaction.
import { IS_COMPONENTS_V2, readComponents, shownTexts } from "./components.ts";
import { readEmbeds } from "./embeds.ts";
import { pingsOf, readAllowed } from "./messages-mentions.ts";
import { invalid, refusals } from "./refused.ts";
import { type Channel, type Message, type MessageBody, NO_PINGS, type State } from "./state.ts";
import type { Json } from "./types.ts";
import { createForm, type Form, join } from "./validate.ts";

export const FLAG = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, silent: 1 << 12, v2: IS_COMPONENTS_V2 } as const;

const CONTENT = 2_000;
const ALWAYS = "content embeds allowed_mentions components flags attachments";

export type Reads = {
  /** What the message is now, where it is edited: what is not given stays. */
  edit?: MessageBody;
  /** Further fields of this route, read elsewhere. */
  also?: string;
  /** Where the fields stand in the request: "data" in an interaction's answer. */
  under?: string;
  /** Flags that may be given here; 4, 4096 and 32768 unless told. */
  flags?: number;
  replyTo?: Message;
};

/** Throws 50035 for what is wrong in it, 50006 for a message without anything. `body` is unread JSON. */
export const readMessage = (state: State, channel: Channel, body: unknown, reads: Reads = {}): MessageBody => {
  const form = createForm();
  const under = reads.under ?? "";
  const at = (name: string): string => join(under, name);
  const also = reads.edit ? "" : " tts";
  const given = form.object(under, form.need(under, body), `${ALWAYS}${also} ${reads.also ?? ""}`) ?? {};
  const flags = readFlags(form, at("flags"), given["flags"], reads);
  const v2 = (flags & FLAG.v2) !== 0;
  const read = {
    content: kept(given, reads.edit, "content", "", () => form.text(at("content"), given["content"], { max: CONTENT })),
    embeds: kept(given, reads.edit, "embeds", [], () => readEmbeds(form, at("embeds"), given["embeds"])),
    components: kept(given, reads.edit, "components", [], () =>
      readComponents(form, at("components"), given["components"], v2),
    ),
  };
  if (v2) mustBeAlone(form, at, read);
  form.flag(at("tts"), given["tts"]);
  const uploads = form.list(at("attachments"), given["attachments"], { max: 10 }) ?? [];
  if (uploads.length > 0) form.fault(at("attachments"), "LOOPBACK_UNKNOWN_FIELD", "Attachments are not known here.");
  const allowed = readAllowed(form, at("allowed_mentions"), given["allowed_mentions"]);
  form.done();
  if (isEmpty(read)) throw refusals.empty();
  // An edit notifies nobody, and who can see it alone is not notified either.
  const quiet = reads.edit !== undefined || (flags & FLAG.ephemeral) !== 0;
  const text = [read.content, ...shownTexts(read.components)].join("\n");
  const pings = quiet ? (reads.edit?.pings ?? NO_PINGS) : pingsOf(state, channel, text, allowed, reads.replyTo);
  return { ...read, flags, pings };
};

const isEmpty = ({ content, embeds, components }: Pick<MessageBody, "content" | "embeds" | "components">): boolean =>
  content.trim() === "" && embeds.length === 0 && components.length === 0;

/** A field that is not given stays as it was; null empties it. */
const kept = <K extends "content" | "embeds" | "components">(
  given: Json,
  was: MessageBody | undefined,
  name: K,
  none: MessageBody[K],
  read: () => MessageBody[K] | undefined,
): MessageBody[K] => (given[name] === undefined && was ? was[name] : (read() ?? none));

const readFlags = (form: Form, path: string, value: unknown, { edit, flags }: Reads): number => {
  const given = form.whole(path, value, { min: 0 });
  const allowed = flags ?? (edit ? FLAG.suppressEmbeds | FLAG.v2 : FLAG.suppressEmbeds | FLAG.silent | FLAG.v2);
  if (given !== undefined && (given & ~allowed) !== 0)
    form.fault(path, "MESSAGE_FLAGS_INVALID", `Flags ${given & ~allowed} cannot be set here.`);
  if (!edit) return given ?? 0;
  // A message made of the newer layouts stays one; who may see it stays as well.
  return ((given ?? edit.flags) & allowed & ~FLAG.ephemeral) | (edit.flags & (FLAG.v2 | FLAG.ephemeral | FLAG.silent));
};

const mustBeAlone = (form: Form, at: (name: string) => string, read: Pick<MessageBody, "content" | "embeds">): void => {
  const message = "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2";
  if (read.content !== "") form.fault(at("content"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
  if (read.embeds.length > 0) form.fault(at("embeds"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
};

/** A string or a number of at most 25 characters. */
export const readNonce = (value: unknown): string | number | undefined => {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  if (typeof value !== "string") throw invalid("nonce", "STRING_TYPE_CONVERT", "Could not convert to string.");
  if (value.length > 25) throw invalid("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.");
  return value;
};
