// Page: a form whose buttons press something, without leaving the page. Without this script it posts by itself.
import type { AnswerSaid } from "./answer.ts";
import { call } from "./call.ts";
import { el, find, requestId } from "./dom.ts";
import { toast } from "./toast.ts";

export type OnSaid = (said: AnswerSaid) => void;

/** Presses the form's buttons, one at a time, and tells `onSaid` what became of it. */
export const takePresses = (form: HTMLFormElement, onSaid: OnSaid): void => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    if (button) void pressOn(form, button, { [button.name]: button.value }, onSaid);
  });
};

/** Sends `body` to where the form does, as if `button` of it had been pressed. Resolves whether it was taken. */
export const pressOn = async (
  form: HTMLFormElement,
  button: HTMLElement,
  body: Record<string, string>,
  onSaid: OnSaid,
): Promise<boolean> => {
  if (form.getAttribute("aria-busy") === "true") return false;
  say(form, "");
  form.setAttribute("aria-busy", "true");
  const answered = await call<AnswerSaid>(form.getAttribute("action") ?? "", { body: { ...body, id: requestId() } });
  form.removeAttribute("aria-busy");
  const words = "trouble" in answered ? answered.trouble.words : answered.ok.notice;
  const taken = "ok" in answered && !answered.ok.refused;
  const line = find(".said", form);
  if (!taken) say(form, words ?? "");
  else if (line) line.textContent = words ?? "";
  else if (words) toast(words, { near: button });
  if ("ok" in answered) onSaid(answered.ok);
  return taken;
};

/** Words that stay until the next try. */
const say = (form: HTMLFormElement, words: string): void => {
  const line = find(".trouble", form) ?? form.appendChild(el("p", { class: "trouble", role: "alert" }));
  line.textContent = words;
};
