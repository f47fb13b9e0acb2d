// The loopback Discord: a message's components: rows of buttons and menus, or the newer layouts (Components V2).
import { readButton } from "./components-button.ts";
import { isSelect, readSelect } from "./components-select.ts";
import type { Json } from "./types.ts";
import { type Form, join, lengthOf } from "./validate.ts";

export const IS_COMPONENTS_V2 = 1 << 15;
const ROWS = 5;
const BUTTONS = 5;
const ALL_V2 = 40;
const TEXT_V2 = 4_000;

/** What one message's components share: ids are not used twice, and all are counted. */
export type Reading = { form: Form; v2: boolean; customIds: Set<string>; count: number; text: number };

export const readingOf = (form: Form, v2 = false): Reading => ({ form, v2, customIds: new Set(), count: 0, text: 0 });

/** The components as kept: each has its `id`. Undefined where nothing was given. */
export const readComponents = (form: Form, path: string, value: unknown, v2: boolean): Json[] | undefined => {
  const given = form.list(path, value, { max: v2 ? ALL_V2 : ROWS });
  if (!given) return undefined;
  const reading = readingOf(form, v2);
  const read = given.map((one, i) => readTop(reading, join(path, i), one));
  if (reading.count > ALL_V2) form.fault(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", `Max ${ALL_V2} components.`);
  if (reading.text > TEXT_V2)
    form.fault(path, "COMPONENT_MAX_TOTAL_TEXT_EXCEEDED", `Displayed text exceeds ${TEXT_V2} characters.`);
  return read;
};

const readTop = (reading: Reading, path: string, value: unknown): Json => {
  const type = (value as Json | null)?.["type"];
  if (type === 1) return readRow(reading, path, value);
  const layout = typeof type === "number" && reading.v2 ? LAYOUTS[type] : undefined;
  if (layout) return layout(reading, path, value);
  const choices = reading.v2 ? "1, 9, 10, 12, 13, 14, 17" : "1";
  reading.form.fault(join(path, "type"), "UNION_TYPE_CHOICES", `Value of field "type" must be one of (${choices}).`);
  return {};
};

/** Gives a component its number, and counts it. */
export const numbered = (reading: Reading, component: Json): Json => {
  reading.count += 1;
  return { id: reading.count, ...component };
};

const readRow = (reading: Reading, path: string, value: unknown): Json => {
  const { form } = reading;
  const given = form.object(path, value, "type id components") ?? {};
  const row = numbered(reading, { type: 1 });
  const at = join(path, "components");
  const parts = form.list(at, form.need(at, given["components"]), { min: 1, max: BUTTONS }) ?? [];
  const selects = parts.filter((part) => isSelect((part as Json | null)?.["type"]));
  if (selects.length > 0 && parts.length > 1)
    form.fault(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
  return { ...row, components: parts.map((part, i) => readPart(reading, join(at, i), part)) };
};

const readPart = (reading: Reading, path: string, value: unknown): Json => {
  const type = (value as Json | null)?.["type"];
  if (type === 2) return readButton(reading, path, value);
  if (isSelect(type)) return readSelect(reading, path, value);
  reading.form.fault(
    join(path, "type"),
    "UNION_TYPE_CHOICES",
    'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).',
  );
  return {};
};

type Layout = (reading: Reading, path: string, value: unknown) => Json;

const text: Layout = (reading, path, value) => {
  const given = reading.form.object(path, value, "type id content") ?? {};
  const at = join(path, "content");
  const content = reading.form.text(at, reading.form.need(at, given["content"]), { min: 1, max: TEXT_V2 }) ?? "";
  reading.text += lengthOf(content);
  return numbered(reading, { type: 10, content });
};

const media = ({ form }: Reading, path: string, value: unknown): Json => {
  const given = form.object(path, form.need(path, value), "url") ?? {};
  form.url(join(path, "url"), form.need(join(path, "url"), given["url"]), 2_048, ["http", "https", "attachment"]);
  return given;
};

const thumbnail: Layout = (reading, path, value) => {
  const given = reading.form.object(path, value, "type id media description spoiler") ?? {};
  const description = reading.form.text(join(path, "description"), given["description"], { max: 1_024 });
  return numbered(reading, { type: 11, media: media(reading, join(path, "media"), given["media"]), description });
};

const section: Layout = (reading, path, value) => {
  const { form } = reading;
  const given = form.object(path, value, "type id components accessory") ?? {};
  const made = numbered(reading, { type: 9 });
  const at = join(path, "components");
  const parts = form.list(at, form.need(at, given["components"]), { min: 1, max: 3 }) ?? [];
  const beside = form.need(join(path, "accessory"), given["accessory"]) as Json | undefined;
  const read = beside?.["type"] === 11 ? thumbnail : readButton;
  return {
    ...made,
    components: parts.map((part, i) => text(reading, join(at, i), part)),
    accessory: beside && read(reading, join(path, "accessory"), beside),
  };
};

const gallery: Layout = (reading, path, value) => {
  const { form } = reading;
  const given = form.object(path, value, "type id items") ?? {};
  const at = join(path, "items");
  const items = form.list(at, form.need(at, given["items"]), { min: 1, max: 10 }) ?? [];
  const read = (one: unknown, i: number): Json => {
    const item = form.object(join(at, i), one, "media description spoiler") ?? {};
    return { ...item, media: media(reading, join(join(at, i), "media"), item["media"]) };
  };
  return numbered(reading, { type: 12, items: items.map(read) });
};

const separator: Layout = (reading, path, value) => {
  const given = reading.form.object(path, value, "type id divider spacing") ?? {};
  const spacing = reading.form.oneOf(join(path, "spacing"), given["spacing"], [1, 2]) ?? 1;
  return numbered(reading, { type: 14, spacing, divider: given["divider"] ?? true });
};

const container: Layout = (reading, path, value) => {
  const { form } = reading;
  const given = form.object(path, value, "type id components accent_color spoiler") ?? {};
  const made = numbered(reading, { type: 17 });
  const color = form.whole(join(path, "accent_color"), given["accent_color"], { min: 0, max: 0xffffff });
  const at = join(path, "components");
  const parts = form.list(at, form.need(at, given["components"]), { min: 1, max: ALL_V2 }) ?? [];
  if (parts.some((part) => (part as Json | null)?.["type"] === 17))
    form.fault(at, "UNION_TYPE_CHOICES", "A container cannot hold a container.");
  return {
    ...made,
    accent_color: color ?? null,
    components: parts.map((part, i) => readTop(reading, join(at, i), part)),
  };
};

/** Files are left out: this bot uploads none. */
const LAYOUTS: Readonly<Record<number, Layout>> = { 9: section, 10: text, 12: gallery, 14: separator, 17: container };

/** The texts that are shown by the newer layouts, in order. */
export const shownTexts = (components: readonly Json[]): string[] =>
  components.flatMap((one) => [
    ...(one["type"] === 10 ? [one["content"] as string] : []),
    ...shownTexts((one["components"] as Json[] | undefined) ?? []),
  ]);
