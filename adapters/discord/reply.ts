// Discord: what the core answered, as messages: an answer, a question with a way to mend it, a sentence.
import type { Ask, Reply } from "../../src/core.ts";
import { wordsFor } from "../../src/core.ts";
import type { ButtonJson } from "./components.ts";
import { labelOf, OWN, ownId } from "./components.ts";
import { cut, markdownOf } from "./markdown.ts";
import type { Bot } from "./parts.ts";
import type { MessageBody } from "./render.ts";
import { bodyOf } from "./render.ts";
import { ownWords } from "./words.ts";

/** Only the person it answers sees it. */
export const EPHEMERAL = 64;

type Row = { type: 1; components: (ButtonJson | SelectJson)[] };
type SelectJson = { type: 3; custom_id: string; placeholder: string; options: { label: string; value: string }[] };
export type AnswerBody = Omit<MessageBody, "components"> & { components: Row[] };
export type Done = Extract<Reply<"person">, { kind: "done" }>;

const CHOICES_MAX = 25;
const CHOICE_MAX = 100;
const CONTENT_MAX = 2_000;
const NOBODY = { parse: [] };

export const sentence = (text: string): AnswerBody => ({
  content: markdownOf([{ text }], CONTENT_MAX),
  embeds: [],
  components: [],
  allowed_mentions: NOBODY,
});

/** The short line above, what it shows below. */
export const answerOf = (bot: Bot, { view, notice }: Done, locale: string | undefined): AnswerBody => {
  if (!view) return sentence(notice ?? ownWords(locale).changed);
  const body = bodyOf(view, bot.core, locale);
  return { ...body, ...(notice !== undefined && { content: markdownOf([{ text: notice }], CONTENT_MAX) }) };
};

/** What is the matter, the choices to choose from, and a button that opens the form as it was filled in. */
export const questionOf = ({ trouble }: Ask, formId: string, locale: string | undefined): AnswerBody => {
  const words = wordsFor(locale);
  const own = ownWords(locale);
  const choices = (trouble?.choices ?? []).filter(({ value }) => value.length <= CHOICE_MAX).slice(0, CHOICES_MAX);
  const select: Row[] =
    trouble && choices.length > 0
      ? [
          {
            type: 1,
            components: [
              {
                type: 3,
                custom_id: ownId(OWN.choice, formId, trouble.arg),
                placeholder: own.choose,
                options: choices.map(({ label, value }) => ({ label: cut(label, CHOICE_MAX), value })),
              },
            ],
          },
        ]
      : [];
  const label = labelOf(trouble ? words.buttons.fix : own.openForm);
  const open: Row = { type: 1, components: [{ type: 2, style: 1, label, custom_id: ownId(OWN.reopen, formId) }] };
  return {
    embeds: [
      {
        title: trouble ? words.ask.fix : words.ask.title,
        description: markdownOf([{ text: trouble?.words ?? own.openFormWhy }], CONTENT_MAX),
      },
    ],
    components: [...select, open],
    allowed_mentions: NOBODY,
  };
};

/** An invitation by link offers a form in which people are chosen, too. */
export const withPeople = (body: AnswerBody, party: string, locale: string | undefined): AnswerBody => {
  const label = labelOf(ownWords(locale).choosePeople);
  const row: Row = { type: 1, components: [{ type: 2, style: 1, label, custom_id: ownId(OWN.people, party) }] };
  return { ...body, components: [...body.components.slice(0, 4), row] };
};
