// The loopback Discord: buttons: a label or an emoji, and either an id to send or an address to open.
import { numbered, type Reading } from "./components.ts";
import type { Json } from "./types.ts";
import { type Form, join } from "./validate.ts";

const LINK = 5;
const OPENS = ["http", "https", "discord"];

export const readButton = (reading: Reading, path: string, value: unknown): Json => {
  const { form } = reading;
  const at = (name: string): string => join(path, name);
  const given = form.object(path, value, "type id style label emoji custom_id url disabled") ?? {};
  const style = form.oneOf(at("style"), form.need(at("style"), given["style"]), [1, 2, 3, 4, LINK]);
  const label = form.text(at("label"), given["label"], { max: 80 });
  const emoji = readEmoji(form, at("emoji"), given["emoji"]);
  if ((label ?? "").trim() === "" && !emoji)
    form.fault(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button must have a label or an emoji");
  const disabled = form.flag(at("disabled"), given["disabled"]) ?? false;
  const button = numbered(reading, { type: 2, style, ...(label && { label }), ...(emoji && { emoji }), disabled });
  if (style !== LINK) {
    if (given["url"] !== undefined)
      form.fault(at("url"), "BUTTON_COMPONENT_URL_NOT_ALLOWED", "Only link buttons have an address");
    return { ...button, custom_id: readCustomId(reading, at("custom_id"), given["custom_id"]) };
  }
  if (given["custom_id"] !== undefined)
    form.fault(
      path,
      "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
      "A custom id and url cannot both be specified",
    );
  return { ...button, url: form.url(at("url"), form.need(at("url"), given["url"]), 512, OPENS) };
};

/** 1–100 characters, and not twice in one message or form. */
export const readCustomId = ({ form, customIds }: Reading, path: string, value: unknown): string | undefined => {
  const id = form.text(path, form.need(path, value), { min: 1, max: 100 });
  if (id === undefined) return undefined;
  if (customIds.has(id)) form.fault(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
  customIds.add(id);
  return id;
};

export const readEmoji = (form: Form, path: string, value: unknown): Json | undefined => {
  const given = form.object(path, value, "id name animated");
  if (!given) return undefined;
  const known =
    /^(?:[#*\d]\uFE0F?\u20E3|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}[\p{Emoji_Modifier}\p{Extended_Pictographic}\u200D\uFE0F]*)$/u;
  const fine = given["id"] ? form.snowflake(join(path, "id"), given["id"]) : known.test(String(given["name"] ?? ""));
  if (!fine) form.fault(join(path, "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
  const { id, name } = given;
  return { ...(id ? { id } : {}), name: name ?? null, ...(given["animated"] === true && { animated: true }) };
};
