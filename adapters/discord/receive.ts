// Discord: an interaction: a command, an entry of a context menu, a button, a choice, a form that came back, or words to be completed.
import { openForm } from "./asking.ts";
import { OWN } from "./components.ts";
import { chosen, formCameBack } from "./filled.ts";
import type { Data } from "./interaction.ts";
import { KINDS, readInteraction } from "./interaction.ts";
import { cut } from "./markdown.ts";
import { mentionsIn, pressOf, roleIn, typedIn } from "./options.ts";
import type { Front } from "./parts.ts";
import { sentence } from "./reply.ts";
import { reopen } from "./reopen.ts";
import { counted } from "./roles.ts";
import type { Asked } from "./run.ts";
import { perform } from "./run.ts";
import { suggest } from "./suggest.ts";
import { turnOf } from "./turn.ts";
import { mayMention } from "./who.ts";
import { ownWords } from "./words.ts";

export type Receive = {
  /** Never rejects. */
  take(raw: unknown): Promise<void>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
};

const SEEN_MAX = 10_000;
const MENU = { person: 2, message: 3 } as const;
/** What the core takes; more would have to be shortened by hand. */
const TITLE_MAX = 100;
const ABOUT_MAX = 1_000;

/** Takes each interaction once, however often the gateway tells of it. */
export const createReceive = (front: Front): Receive => {
  const seen = new Set<string>();
  const working = new Set<Promise<void>>();
  const take = async (raw: unknown): Promise<void> => {
    const one = readInteraction(raw);
    if (!one) return front.log("discord interaction skipped", { alarm: true });
    if (seen.has(one.id)) return;
    seen.add(one.id);
    const [oldest] = seen;
    if (seen.size > SEEN_MAX && oldest !== undefined) seen.delete(oldest);
    try {
      if (one.data) await handle({ front, one, turn: turnOf(front, one) }, one.data);
    } catch (error) {
      front.log("discord interaction failed", { alarm: true, error });
    }
  };
  return {
    take: async (raw) => {
      const work = take(raw);
      working.add(work);
      await work;
      working.delete(work);
    },
    idle: async () => {
      while (working.size > 0) await Promise.all(working);
    },
  };
};

const handle = async (asked: Asked, data: Data): Promise<void> => {
  const { type } = asked.one;
  if (type === KINDS.completion) return suggest(asked, data);
  if (type === KINDS.form) return formCameBack(asked, data);
  if (type === KINDS.component) return component(asked, data);
  if (type !== KINDS.command) return;
  if (data.type === MENU.person) return fromPerson(asked, data);
  if (data.type === MENU.message) return fromMessage(asked, data);
  return command(asked, data);
};

const command = async (asked: Asked, data: Data): Promise<void> => {
  const { front, one, turn } = asked;
  const typed = typedIn(data);
  if (!typed) return;
  const info = front.core.commands.find(({ name }) => name === typed.command);
  const doing = { press: pressOf(typed, data, info) };
  const role = roleIn(typed, data, info);
  if (!role) return perform(asked, doing);
  if (!mayMention(one, role.role)) return void (await turn.message(sentence(ownWords(one.locale).roleNotYours), true));
  await perform(asked, doing, async () => ({ press: await counted(asked, doing.press, role) }));
};

const fromPerson = async (asked: Asked, data: Data): Promise<void> => {
  const { one, turn } = asked;
  const who = mentionsIn(data, data.target_id === undefined ? [] : [data.target_id]);
  if (who === "") return void (await turn.message(sentence(ownWords(one.locale).noBots), true));
  await perform(asked, { press: { command: "invite", args: { who } } });
};

/** The first line is the title, all of it what guests should know. */
const fromMessage = async (asked: Asked, data: Data): Promise<void> => {
  const content = data.resolved?.messages?.[data.target_id ?? ""]?.content.trim() ?? "";
  const what = cut(content.split("\n")[0]?.trim() ?? "", TITLE_MAX);
  const args = { ...(what !== "" && { what }), ...(content !== "" && { about: cut(content, ABOUT_MAX) }) };
  await perform(asked, { press: { command: "create", args } });
};

const component = async (asked: Asked, data: Data): Promise<void> => {
  const { front, one, turn } = asked;
  const id = data.custom_id ?? "";
  const [own = "", about = "", arg = ""] = id.split(" ");
  if (own === OWN.reopen) return reopen(asked, about);
  if (own === OWN.choice) return chosen(asked, { formId: about, values: { [arg]: data.values?.[0] ?? "" } });
  if (own === OWN.people) return people(asked, about);
  const press = front.core.parse(id);
  if (!press) return void (await turn.message(sentence(ownWords(one.locale).tooOld), true));
  const on = one.message?.id;
  await perform(asked, { press, ...(on !== undefined && { on }) });
};

const people = async (asked: Asked, party: string): Promise<void> => {
  const info = asked.front.core.commands.find(({ name }) => name === "invite");
  const missing = (info?.args ?? [])
    .filter((arg) => arg.schema === "people")
    .map((arg) => ({ ...arg, required: true }));
  await openForm(asked, { press: { command: "invite", args: { party } }, missing });
};
