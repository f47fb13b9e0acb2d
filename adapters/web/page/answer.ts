// Page: answering without leaving the page. Without this script the same form posts by itself.
import type { WireMine, WireParty, WireReply } from "../wire.ts";
import type { Answered } from "./call.ts";
import { el, find, requestId } from "./dom.ts";
import { browserZone } from "./time.ts";
import { toast } from "./toast.ts";

export type AnswerBody = { answer: string; plus: number; name?: string; id: string; timeZone: string };
/** What the server says to an answer: what changed, and words for the person. */
export type AnswerSaid = { party?: WireParty; mine?: WireMine; notice?: string; refused?: boolean; reply?: WireReply };

/** Sends the form's answers through `send`, once each, and tells `onDone` what the server said. */
export const takeAnswers = (
  form: HTMLFormElement,
  opts: {
    send(body: AnswerBody): Promise<Answered<AnswerSaid>>;
    onDone(said: AnswerSaid): void;
  },
): void => {
  stepper(form);
  form.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    event.preventDefault();
    const chosen = button?.name === "answer" ? button : pressed(form);
    if (chosen && form.getAttribute("aria-busy") !== "true") void answer(form, chosen, opts);
  });
};

const answer = async (
  form: HTMLFormElement,
  button: HTMLButtonElement,
  opts: Parameters<typeof takeAnswers>[1],
): Promise<void> => {
  const name = find<HTMLInputElement>("input[name=name]", form);
  const typed = name?.value.trim() ?? "";
  if (name && typed === "" && name.offsetParent !== null) {
    say(form, "Tell them who you are first.");
    return name.focus();
  }
  say(form, "");
  form.setAttribute("aria-busy", "true");
  button.classList.add("sending");
  const plus = Math.max(0, Math.trunc(Number(find<HTMLInputElement>("input[name=plus]", form)?.value) || 0));
  const said = await opts.send({
    answer: button.value,
    plus,
    id: requestId(),
    timeZone: browserZone(),
    ...(typed !== "" && { name: typed }),
  });
  form.removeAttribute("aria-busy");
  button.classList.remove("sending");
  if ("trouble" in said) return say(form, said.trouble.words);
  const { notice, refused } = wordsOf(said.ok);
  if (notice) refused ? say(form, notice) : toast(notice, { near: button });
  opts.onDone(said.ok);
};

const wordsOf = (said: AnswerSaid): { notice: string | undefined; refused: boolean } => {
  const done = said.reply?.kind === "done" ? said.reply : undefined;
  return { notice: said.notice ?? done?.notice ?? done?.view?.title, refused: said.refused ?? done?.refused ?? false };
};

/** Words that stay under the buttons until the next try. */
const say = (form: HTMLFormElement, words: string): void => {
  let line = find(".trouble", form);
  if (!line) {
    line = el("p", { class: "trouble", role: "alert" });
    form.insertBefore(line, find(".answers", form) ?? null);
  }
  line.textContent = words;
};

const pressed = (form: HTMLFormElement): HTMLButtonElement | undefined =>
  find<HTMLButtonElement>("button[name=answer][aria-pressed=true]", form) ??
  find<HTMLButtonElement>("button[name=answer]", form);

/** Two buttons around the number of extra guests, large enough for a thumb. */
const stepper = (form: HTMLFormElement): void => {
  const input = find<HTMLInputElement>("input[name=plus]", form);
  if (!input || input.parentElement?.classList.contains("stepper")) return;
  const step = (by: number, label: string, sign: string): HTMLButtonElement => {
    const button = el("button", { type: "button", class: "step", "aria-label": label }, sign);
    button.addEventListener("click", () => {
      by > 0 ? input.stepUp() : input.stepDown();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return button;
  };
  const box = el("span", { class: "stepper" });
  input.replaceWith(box);
  box.append(step(-1, "One fewer", "−"), input, step(1, "One more", "+"));
};
