// Page: what happens between saying something and its answer: the waiting bubble, the reply for this person alone, the form, the retry.
import type { Said, Say, Suggestions, WireCommand, WireReply } from "../wire.ts";
import { putAsk } from "./asking.ts";
import type { Answered, Trouble } from "./call.ts";
import { el, requestId } from "./dom.ts";
import type { ChatName } from "./session.ts";
import type { Stream } from "./stream.ts";
import { myLine, onlyYou, replyNode } from "./stream.ts";
import { toast } from "./toast.ts";
import type { OnPress } from "./view.ts";

export type Talk = {
  say(text: string): void;
  onPress(on: string | undefined): OnPress;
  /** A message of one's own has come back from the server: its waiting bubble goes. */
  arrived(messageId: string): void;
};

/** What is said, without what the chat adds. */
export type Body = Say extends infer S ? (S extends unknown ? Omit<S, "id" | "chat" | "room"> : never) : never;
export type TalkOpts = {
  chat: ChatName;
  stream(): Stream;
  send(body: Say): Promise<Answered<Said>>;
  suggest(command: string, arg: string, typed: string, args: Record<string, string>): Promise<Suggestions["choices"]>;
  commands(): readonly WireCommand[];
  room: string | undefined;
  lost(why: string): void;
  /** Back to typing, with `text` to change when there is one. */
  backToComposer(text?: string): void;
};

export const makeTalk = (opts: TalkOpts): Talk => {
  /** The bubbles of what was said here, by the id it was sent with, until it comes back as a message. */
  const waiting = new Map<string, HTMLElement>();
  const post = (body: Body, id = requestId()): Promise<Answered<Said>> =>
    opts.send({ ...body, id, chat: opts.chat, ...(opts.room !== undefined && { room: opts.room }) } as Say);
  const answer = makeAnswer(opts, post);

  const say = async (text: string, id = requestId(), earlier?: HTMLElement): Promise<void> => {
    const command = text.startsWith("/");
    const node = earlier ?? myLine(text, { command, label: command && opts.chat === "room" });
    node.classList.add("waiting");
    node.querySelector(".retry")?.remove();
    if (!earlier) opts.stream().add(node);
    if (!command) waiting.set(id, node);
    const said = await post({ text }, id);
    node.classList.remove("waiting");
    if ("ok" in said) return answer.show(said.ok.reply, node);
    if (said.trouble.kind === "stranger") return opts.lost(said.trouble.words);
    offerRetry(node, said.trouble, {
      again: () => void say(text, id, node),
      change: () => {
        node.remove();
        opts.backToComposer(text);
      },
    });
    opts.stream().toEnd();
  };
  return {
    say: (text) => void say(text),
    onPress: answer.onPress,
    arrived(messageId) {
      // A message is stored under the id it was sent with, behind who sent it.
      const id = messageId.slice(messageId.lastIndexOf(".") + 1);
      waiting.get(id)?.remove();
      waiting.delete(id);
    },
  };
};

export type Post = (body: Body, id?: string) => Promise<Answered<Said>>;

const makeAnswer = (opts: TalkOpts, post: Post) => {
  const only = { label: opts.chat === "room" };

  const show = (reply: WireReply | undefined, near?: Element, instead?: HTMLElement, on?: string): void => {
    const put = (node: HTMLElement): void => {
      if (instead?.isConnected) instead.replaceWith(node);
      else if (on !== undefined) opts.stream().under(on, node);
      else opts.stream().add(node);
    };
    if (reply === undefined) return instead?.remove();
    if (reply.kind === "ask") return putAsk(reply.ask, { ...opts, post, put, show });
    const tone = reply.refused ? ("refused" as const) : undefined;
    if (reply.view) put(replyNode(reply.view, onPress(undefined), { ...only, tone }));
    else if (reply.notice && (near === undefined || near.matches(".message")))
      return put(onlyYou(el("p", { class: "text" }, reply.notice), { ...only, tone }));
    else instead?.remove();
    if (reply.notice) toast(reply.notice, { near: near?.matches(".message") ? undefined : near, tone });
  };

  const onPress =
    (on: string | undefined): OnPress =>
    async (button, node) => {
      if (node.getAttribute("aria-busy") === "true") return;
      node.setAttribute("aria-busy", "true");
      const said = await post(
        "press" in button
          ? { press: button.press, ...(on !== undefined && { on }) }
          : { draft: button.reopen, command: "", args: {} },
      );
      node.removeAttribute("aria-busy");
      if ("ok" in said) return show(said.ok.reply, liveTwin(node), undefined, on);
      if (said.trouble.kind === "stranger") return opts.lost(said.trouble.words);
      toast(said.trouble.words, { near: liveTwin(node), tone: "refused" });
    };

  return { show, onPress };
};

/** The pressed button, or the one that took its place when its card was updated meanwhile. */
const liveTwin = (node: HTMLElement): Element | undefined =>
  node.isConnected ? node : (document.activeElement ?? undefined);

/** What was refused is for changing; anything else may go through when tried again. */
const offerRetry = (node: HTMLElement, trouble: Trouble, ways: { again(): void; change(): void }): void => {
  const refused = trouble.kind === "refused";
  const button = el("button", { type: "button", class: "button small" }, refused ? "Change it" : "Try again");
  button.addEventListener("click", refused ? ways.change : ways.again);
  node.append(el("div", { class: "retry", role: "alert" }, el("span", {}, trouble.words), button));
  if (trouble.retryMs === undefined) return;
  button.disabled = true;
  window.setTimeout(() => (button.disabled = false), trouble.retryMs);
};
