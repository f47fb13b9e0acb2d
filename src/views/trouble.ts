// Views: a kind no, and what to do instead.
import type { Button } from "../chat/view.ts";
import type { Reply } from "../chat/reply.ts";
import type { SeenBy } from "../domain/chat.ts";

const NOTICE_MAX = 200;

/** A refusal as a reply: the words as a view, and as a notice where one person reads. */
export const refused = <S extends SeenBy>(seenBy: S, title: string, words: string, buttons?: Button[][]): Reply<S> => ({
  kind: "done",
  tone: "refused",
  view: { seenBy, title, body: [words], ...(buttons && { buttons }) },
  ...(seenBy === "person" && {
    notice: [...words].slice(0, NOTICE_MAX).join("") as S extends "person" ? string : never,
  }),
});
