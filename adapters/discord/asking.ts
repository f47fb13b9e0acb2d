// Discord: asks for what is missing or in doubt: by a form, or by a message with a button that opens one.
import type { ArgInfo, Ask } from "../../src/core.ts";
import { wordsFor } from "../../src/core.ts";
import { ownId, OWN } from "./components.ts";
import { formOf } from "./form.ts";
import { keptOf } from "./kept.ts";
import type { Front } from "./parts.ts";
import type { AnswerBody } from "./reply.ts";
import { questionOf } from "./reply.ts";
import type { Asked } from "./run.ts";

/** Opens the form of a question; resolves whether Discord took it. */
export const openForm = ({ front, one, turn }: Asked, ask: Ask, on?: string): Promise<boolean> => {
  const formId = ask.draft ?? one.id;
  const form = keptOf(ask, on);
  const { command, args, doubted } = form;
  const { locale } = one;
  const shape = {
    command,
    args,
    missing: shapeOf(front, ask),
    ...(doubted !== undefined && { doubted }),
    ...(locale !== undefined && { locale }),
  };
  const title = wordsFor(locale).commands[command] ?? aboutOf(front, command);
  const taken = turn.form(formOf(shape, title, ownId(OWN.form, formId, command)));
  front.forms.keep(formId, form);
  return taken;
};

/** What is missing, and what was given, which can be changed there too: in the command's own order. */
const shapeOf = ({ core }: Front, { press, missing }: Ask): ArgInfo[] => {
  const asked = new Map(missing.map((arg) => [arg.name, arg]));
  const all = core.commands.find(({ name }) => name === press.command)?.args ?? missing;
  return all.flatMap((arg) => asked.get(arg.name) ?? (press.args[arg.name] === undefined ? [] : arg));
};

/** The question as a message; its button opens the form. */
export const questionIn = ({ front, one }: Asked, ask: Ask, on: string | undefined): AnswerBody => {
  const formId = ask.draft ?? one.id;
  front.forms.keep(formId, keptOf(ask, on));
  return questionOf(ask, formId, one.locale);
};

const aboutOf = ({ core }: Front, name: string): string =>
  core.commands.find((one) => one.name === name)?.about ?? name;
