// Chat: what a request comes to.
import type { SeenBy } from "../domain/chat.ts";
import type { Choice } from "../domain/choice.ts";
import type { CardId } from "../domain/note.ts";
import type { ArgInfo } from "./command.ts";
import type { Press } from "./press.ts";
import type { DraftId, View } from "./view.ts";

export type { Choice };

/** What is the matter with one argument, in words that say what to do. */
export type Trouble = { arg: string; words: string; choices?: Choice[] };

/** A question for what is missing. `missing`: required arguments first, then optional ones that a form may offer. */
export type Ask = { draft?: DraftId; press: Press; missing: ArgInfo[]; trouble?: Trouble };

export type Reply<S extends SeenBy = SeenBy> =
  | { kind: "ask"; ask: Ask }
  | {
      kind: "done";
      /** `refused`: a kind no, so that an adapter may show it as one. */
      tone?: "refused";
      view?: View<S>;
      /** A short line for the person who pressed, at most 200 characters. */
      notice?: S extends "person" ? string : never;
      /** The pressed card as it is now. */
      card?: View<"group"> & { card: CardId; version: number };
    };
