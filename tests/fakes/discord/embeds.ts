// The loopback Discord: embeds: their fields' limits, and 6,000 characters in all of a message's together.
import { type Form, join, lengthOf } from "./validate.ts";
import type { Json } from "./types.ts";

const EMBEDS = 10;
const ALL = 6_000;
const WEB = ["http", "https"];
const MEDIA = ["http", "https", "attachment"];

/** The embeds as kept: `type` is always "rich". Undefined where nothing was given. */
export const readEmbeds = (form: Form, path: string, value: unknown): Json[] | undefined => {
  const given = form.list(path, value, { max: EMBEDS });
  if (!given) return undefined;
  const embeds = given.map((one, i) => readEmbed(form, join(path, i), one));
  let size = 0;
  embeds.forEach((embed, i) => {
    size += sizeOf(embed);
    if (size > ALL) form.fault(join(path, i), "MAX_EMBED_SIZE_EXCEEDED", `Embed size exceeds maximum size of ${ALL}`);
  });
  return embeds;
};

const KNOWN = "type title description url color timestamp author image thumbnail footer fields provider video";

const readEmbed = (form: Form, path: string, value: unknown): Json => {
  const given = form.object(path, form.need(path, value), KNOWN) ?? {};
  const at = (name: string): string => join(path, name);
  const embed: Json = {
    title: form.text(at("title"), given["title"], { max: 256 }),
    description: form.text(at("description"), given["description"], { max: 4_096 }),
    url: form.url(at("url"), given["url"], 2_048, WEB),
    color: form.whole(at("color"), given["color"], { min: 0, max: 0xffffff }),
    timestamp: timeOf(form, at("timestamp"), given["timestamp"]),
    author: readAuthor(form, at("author"), given["author"]),
    footer: readFooter(form, at("footer"), given["footer"]),
    image: readMedia(form, at("image"), given["image"]),
    thumbnail: readMedia(form, at("thumbnail"), given["thumbnail"]),
    fields: form
      .list(at("fields"), given["fields"], { max: 25 })
      ?.map((one, i) => readField(form, join(at("fields"), i), one)),
  };
  for (const name of Object.keys(embed)) if (embed[name] === undefined) delete embed[name];
  const { color: _color, url: _url, ...shown } = embed;
  if (Object.values(shown).every(isNothing))
    form.fault(join(path, "description"), "BASE_TYPE_REQUIRED", "This field is required");
  return { type: "rich", ...embed };
};

const isNothing = (part: unknown): boolean =>
  (typeof part === "string" && part.trim() === "") || (Array.isArray(part) && part.length === 0);

const readField = (form: Form, path: string, value: unknown): Json => {
  const given = form.object(path, form.need(path, value), "name value inline") ?? {};
  return {
    name: form.text(join(path, "name"), form.need(join(path, "name"), given["name"]), { min: 1, max: 256 }) ?? "",
    value: form.text(join(path, "value"), form.need(join(path, "value"), given["value"]), { min: 1, max: 1_024 }) ?? "",
    inline: form.flag(join(path, "inline"), given["inline"]) ?? false,
  };
};

const readAuthor = (form: Form, path: string, value: unknown): Json | undefined => {
  const given = form.object(path, value, "name url icon_url");
  if (!given) return undefined;
  form.url(join(path, "url"), given["url"], 2_048, WEB);
  form.url(join(path, "icon_url"), given["icon_url"], 2_048, MEDIA);
  form.text(join(path, "name"), form.need(join(path, "name"), given["name"]), { min: 1, max: 256 });
  return given;
};

const readFooter = (form: Form, path: string, value: unknown): Json | undefined => {
  const given = form.object(path, value, "text icon_url");
  if (!given) return undefined;
  form.text(join(path, "text"), form.need(join(path, "text"), given["text"]), { min: 1, max: 2_048 });
  form.url(join(path, "icon_url"), given["icon_url"], 2_048, MEDIA);
  return given;
};

const readMedia = (form: Form, path: string, value: unknown): Json | undefined => {
  const given = form.object(path, value, "url description");
  if (!given) return undefined;
  form.url(join(path, "url"), form.need(join(path, "url"), given["url"]), 2_048, MEDIA);
  form.text(join(path, "description"), given["description"], { max: 4_096 });
  return given;
};

const timeOf = (form: Form, path: string, value: unknown): unknown => {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && !Number.isNaN(Date.parse(value))) return value;
  form.fault(path, "DATETIME_TYPE_PARSE", `Could not parse ${String(value)}. Should be ISO8601.`);
  return undefined;
};

/** What counts towards the 6,000: title, description, names and values of fields, footer and author. */
const sizeOf = (embed: Json): number => {
  const text = (value: unknown): number => (typeof value === "string" ? lengthOf(value) : 0);
  const fields = (embed["fields"] as Json[] | undefined) ?? [];
  return (
    text(embed["title"]) +
    text(embed["description"]) +
    text((embed["footer"] as Json | undefined)?.["text"]) +
    text((embed["author"] as Json | undefined)?.["name"]) +
    fields.reduce((sum, field) => sum + text(field["name"]) + text(field["value"]), 0)
  );
};
