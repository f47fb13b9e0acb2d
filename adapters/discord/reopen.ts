// Discord: a form opened again, as it was filled in.
import { setTimeout as rest } from "node:timers/promises";
import type { Ask } from "../../src/core.ts";
import { openForm } from "./asking.ts";
import type { Kept } from "./kept.ts";
import type { Front } from "./parts.ts";
import { sentence } from "./reply.ts";
import type { Asked } from "./run.ts";
import { requestOf } from "./run.ts";
import { ownWords } from "./words.ts";

/** From memory at once; else from the store, as long as a form may still be the answer. */
export const reopen = async (asked: Asked, formId: string): Promise<void> => {
  const { front, one, turn } = asked;
  const known = front.forms.known(formId);
  if (known) return void (await openForm(asked, askOf(front, formId, known), known.on));
  const late = rest(front.timing.direct, "late" as const, { ref: false });
  const found = await Promise.race([looked(asked, formId), late]);
  if (found === "late") return void (await turn.message(sentence(ownWords(one.locale).oneMoment), true));
  if ("ask" in found) return void (await openForm(asked, found.ask, found.on));
  await turn.message(sentence(found.gone), true);
};

type Found = { ask: Ask; on?: string } | { gone: string };

const looked = async ({ front, one }: Asked, formId: string): Promise<Found> => {
  const kept = await front.forms.find(formId).catch(() => undefined);
  if (kept) return { ask: askOf(front, formId, kept), ...(kept.on !== undefined && { on: kept.on }) };
  const request = requestOf(one, { press: { command: "", args: {} }, draft: formId });
  const reply = await front.gate(() => front.core.dispatch(request));
  if (reply.kind === "ask") return { ask: reply.ask };
  const said = (reply.view?.body ?? []).filter((piece) => typeof piece === "string").join("");
  return { gone: said === "" ? ownWords(one.locale).tooOld : said };
};

const askOf = ({ core }: Front, formId: string, { command, args, draft, doubted }: Kept): Ask => ({
  draft: draft ?? formId,
  press: { command, args },
  missing: core.commands.find(({ name }) => name === command)?.args ?? [],
  ...(doubted !== undefined && { trouble: { arg: doubted, words: "" } }),
});
