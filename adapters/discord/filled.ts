// Discord: a form that came back, or a choice made in its place.
import { valuesIn } from "./form.ts";
import type { Data } from "./interaction.ts";
import type { Kept } from "./kept.ts";
import { filledIn } from "./kept.ts";
import type { Asked, Doing } from "./run.ts";
import { perform } from "./run.ts";

type Filled = {
  formId: string;
  values: Record<string, string> /** Of a form, which says it itself. */;
  command?: string;
};

export const formCameBack = (asked: Asked, data: Data): Promise<void> => {
  const [, formId = "", command = ""] = (data.custom_id ?? "").split(" ");
  return chosen(asked, { formId, command, values: valuesIn(data) });
};

/** With what was typed before; where it is not known here it is looked up, while the answer's time runs. */
export const chosen = async (asked: Asked, filled: Filled): Promise<void> => {
  const { forms, log } = asked.front;
  const known = forms.known(filled.formId);
  if (known) return perform(asked, doingOf(filled, known));
  await perform(asked, doingOf(filled, undefined), async (bare) => {
    const found = await forms.find(filled.formId).catch((error: unknown) => log("discord form not found", { error }));
    return found ? doingOf(filled, found) : bare;
  });
};

const doingOf = ({ formId, values, command = "" }: Filled, form: Kept | undefined): Doing => {
  // The core's own draft may still know the rest.
  if (!form) return { press: { command, args: withoutEmpty(values) }, draft: formId };
  return { ...filledIn(form, values), ...(form.on !== undefined && { on: form.on }) };
};

const withoutEmpty = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
