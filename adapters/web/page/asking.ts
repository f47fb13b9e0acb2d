// Page: an open question in the stream: sent, asked again with the trouble, answered, or dropped.
import type { WireAsk, WireReply } from "../wire.ts";
import type { AskForm } from "./ask.ts";
import { askForm } from "./ask.ts";
import { onlyYou } from "./stream.ts";
import type { Post, TalkOpts } from "./talk.ts";

export type AskingOpts = TalkOpts & {
  post: Post;
  put(node: HTMLElement): void;
  /** Shows a reply in the place of the question. */
  show(reply: WireReply | undefined, near: undefined, instead: HTMLElement): void;
};

/** Puts the form of `asked` into the stream. */
export const putAsk = (asked: WireAsk, opts: AskingOpts): void => {
  const known = opts.commands().find((one) => one.name === asked.command)?.args ?? [];
  const form: AskForm = askForm(asked, known, {
    suggest: opts.suggest,
    onSend: (args) => void send(asked, args, form, bubble, opts),
    onDrop: () => {
      void opts.post({ text: "/cancel" });
      bubble.remove();
      opts.backToComposer();
    },
  });
  const bubble = onlyYou(form.node, { label: opts.chat === "room" });
  opts.put(bubble);
  form.focus();
};

const send = async (
  asked: WireAsk,
  args: Record<string, string>,
  form: AskForm,
  bubble: HTMLElement,
  opts: AskingOpts,
): Promise<void> => {
  form.busy(true);
  const said = await opts.post({ draft: asked.draft ?? "", command: asked.command, args });
  form.busy(false);
  if ("trouble" in said)
    return said.trouble.kind === "stranger" ? opts.lost(said.trouble.words) : form.say(said.trouble.words);
  const { reply } = said.ok;
  if (reply?.kind !== "ask") {
    opts.show(reply, undefined, bubble);
    return opts.backToComposer();
  }
  // What was typed goes under what the server remembers, so that a field it did not take is still filled.
  opts.show({ kind: "ask", ask: { ...reply.ask, args: { ...args, ...reply.ask.args } } }, undefined, bubble);
};
