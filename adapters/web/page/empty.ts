// Page: a room where nothing has been said: what one could do first.
import type { WireCommand } from "../wire.ts";
import type { Answered } from "./call.ts";
import { el } from "./dom.ts";
import { toast } from "./toast.ts";

export const CREATE_EXAMPLE = "/create Rooftop BBQ when:sat 19:00 where:Kastanienallee 12, Berlin max:10";

/** Starters that fill the composer, and one button for sample parties. */
export const emptyRoom = (
  commands: readonly WireCommand[],
  opts: { fill(text: string): void; sample(): Promise<Answered<unknown>> },
): HTMLElement => {
  const known = (name: string): boolean => commands.some((one) => one.name === name);
  const starters = [
    { label: "Throw a party", line: CREATE_EXAMPLE, command: "create" },
    { label: "Find one nearby", line: "/nearby Berlin", command: "nearby" },
    { label: "See what you can do", line: "/help", command: "help" },
  ].filter((one) => known(one.command));
  return el(
    "div",
    { class: "empty" },
    el("p", { class: "empty-face", "aria-hidden": "true" }, "🪩"),
    el("h2", {}, "It's quiet in here. Too quiet."),
    el("p", {}, "Start with one of these: it goes into the box below, ready to send or change."),
    el("div", { class: "starters" }, ...starters.map((starter) => starterNode(starter, opts.fill))),
    sampleButton(opts.sample),
  );
};

const sampleButton = (sample: () => Promise<Answered<unknown>>): HTMLElement => {
  const label = "Fill with sample parties";
  const button = el("button", { type: "button", class: "button strong" }, label);
  const fill = async (): Promise<void> => {
    button.disabled = true;
    button.textContent = "Inviting everybody…";
    const done = await sample();
    if ("ok" in done) return;
    button.disabled = false;
    button.textContent = label;
    toast(done.trouble.words, { near: button, tone: "refused" });
  };
  button.addEventListener("click", () => void fill());
  return button;
};

const starterNode = (starter: { label: string; line: string }, fill: (text: string) => void): HTMLElement => {
  const node = el(
    "button",
    { type: "button", class: "starter" },
    el("strong", {}, starter.label),
    el("code", {}, starter.line),
  );
  node.addEventListener("click", () => fill(starter.line));
  return node;
};

export const emptyPrivate = (): HTMLElement =>
  el(
    "div",
    { class: "empty" },
    el("p", { class: "empty-face", "aria-hidden": "true" }, "🤫"),
    el("h2", {}, "Just you and me"),
    el(
      "p",
      {},
      "Reminders, addresses and anything that is only for you come here. Commands work here too: try /parties.",
    ),
  );

export const loading = (): HTMLElement =>
  el(
    "div",
    { class: "empty loading", role: "status" },
    el("p", {}, "Opening the door…"),
    el("div", { class: "ghost" }),
    el("div", { class: "ghost short" }),
  );

export const failed = (words: string, retry: () => void): HTMLElement => {
  const button = el("button", { type: "button", class: "button strong" }, "Try again");
  button.addEventListener("click", retry);
  return el(
    "div",
    { class: "empty failed", role: "alert" },
    el("h2", {}, "We could not open the room"),
    el("p", {}, words),
    button,
  );
};
