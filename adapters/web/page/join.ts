// Page: the door of the playground: what should we call you?
import type { Joined } from "../wire.ts";
import { call } from "./call.ts";
import { el } from "./dom.ts";
import { browserZone } from "./time.ts";

const NAME_MAX = 40;

/** Shows the door; `onJoined` follows once the server knows the person. */
export const joinScreen = (
  app: HTMLElement,
  opts: { why?: string | undefined; name?: string | undefined; onJoined(joined: Joined): void },
): void => {
  const name = nameField();
  if (opts.name) name.value = opts.name;
  const trouble = el("p", { id: "name-trouble", class: "trouble", role: "alert" }, opts.why);
  const button = el("button", { type: "submit", class: "button strong wide" }, "Come in");
  const form = el(
    "form",
    { class: "join-form", novalidate: true },
    el("label", { for: "name" }, "What should we call you?"),
    name,
    el("p", { id: "name-hint", class: "hint" }, "Any name will do. Open a second tab to be somebody else."),
    trouble,
    button,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void join(name, trouble, button, opts.onJoined);
  });
  const lead = "Host house parties from the chat your friends are already in. This room is for trying everything.";
  const title = el("h1", {}, "Party ", el("em", {}, "With Me"));
  const card = el("div", { class: "join-card" }, confetti(), title, el("p", { class: "lead" }, lead), form);
  app.replaceChildren(el("main", { class: "join" }, card));
  name.focus();
};

const join = async (
  name: HTMLInputElement,
  trouble: HTMLElement,
  button: HTMLButtonElement,
  done: (joined: Joined) => void,
): Promise<void> => {
  const typed = name.value.trim();
  if (typed === "") {
    trouble.textContent = "Tell us a name first, so that your friends know you.";
    name.focus();
    return;
  }
  button.disabled = true;
  button.textContent = "Opening the door…";
  const answer = await call<Joined>("/playground/people", { body: { name: typed, timeZone: browserZone() } });
  if ("ok" in answer) return done(answer.ok);
  trouble.textContent = answer.trouble.words;
  button.disabled = false;
  button.textContent = "Come in";
  name.focus();
};

const nameField = (): HTMLInputElement =>
  el("input", {
    id: "name",
    name: "name",
    type: "text",
    autocomplete: "nickname",
    maxlength: NAME_MAX,
    required: true,
    placeholder: "Ana",
    "aria-describedby": "name-hint name-trouble",
    enterkeyhint: "go",
  });

const confetti = (): HTMLElement => {
  const box = el("div", { class: "confetti", "aria-hidden": "true" });
  for (let piece = 0; piece < 12; piece++) box.append(el("i", { class: `hue-${piece % 8}` }));
  return box;
};
