// Page: a question for what is missing, as a form. Nothing typed is lost: what the server does not take comes back with the trouble.
import type { Suggestions, WireArg, WireAsk } from "../wire.ts";
import { el, freshId } from "./dom.ts";

export type AskForm = { node: HTMLFormElement; busy(yes: boolean): void; say(words: string): void; focus(): void };
export type Suggest = (
  command: string,
  arg: string,
  typed: string,
  args: Record<string, string>,
) => Promise<Suggestions["choices"]>;

const SUGGESTED = new Set<WireArg["schema"]>(["when", "until", "place", "party", "people", "zone"]);
const WAIT = 180;

/** The form of an ask. `known` are the command's arguments, for one in trouble that is not among the missing. */
export const askForm = (
  ask: WireAsk,
  known: readonly WireArg[],
  opts: { suggest: Suggest; onSend(args: Record<string, string>): void; onDrop(): void },
): AskForm => {
  const form = el("form", { class: "ask", novalidate: true, "aria-label": titleOf(ask) });
  const general = el("p", { class: "trouble", role: "alert" });
  const values = (): Record<string, string> => filled({ ...ask.args, ...read(form) });
  const submit = (): void => opts.onSend(values());
  const fields = argsOf(ask, known).map((arg) => ({
    arg,
    node: field(ask, arg, { submit, suggest: (typed) => opts.suggest(ask.command, arg.name, typed, values()) }),
  }));
  const needed = fields.filter(({ arg }) => arg.required || ask.trouble?.arg === arg.name);
  const optional = fields.filter((one) => !needed.includes(one));
  const send = el("button", { type: "submit", class: "button strong" }, "Go on");
  const drop = el("button", { type: "button", class: "button quiet" }, "Never mind");
  drop.addEventListener("click", opts.onDrop);
  form.append(el("h2", { class: "view-title" }, titleOf(ask)), ...needed.map(({ node }) => node));
  if (optional.length > 0) {
    form.append(
      moreOptions(
        optional.map(({ node }) => node),
        needed.length === 0,
      ),
    );
  }
  form.append(general, el("div", { class: "buttons" }, send, drop));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return {
    node: form,
    busy: (yes) => busy(form, send, yes),
    say: (words) => void (general.textContent = words),
    focus: () =>
      (form.querySelector<HTMLElement>("[aria-invalid]") ?? form.querySelector<HTMLElement>("input,select"))?.focus(),
  };
};

const moreOptions = (fields: readonly HTMLElement[], open: boolean): HTMLElement =>
  el("details", { class: "options", open }, el("summary", {}, "More options"), ...fields);

const titleOf = (ask: WireAsk): string =>
  ask.trouble ? "One thing to settle" : (TITLES[ask.command] ?? "Just one more thing");

const TITLES: Record<string, string> = { create: "Let's plan it", edit: "What should change?" };

const argsOf = (ask: WireAsk, known: readonly WireArg[]): WireArg[] => {
  const trouble =
    ask.trouble && !ask.missing.some((arg) => arg.name === ask.trouble?.arg)
      ? known.find((arg) => arg.name === ask.trouble?.arg)
      : undefined;
  return trouble ? [trouble, ...ask.missing] : ask.missing;
};

const read = (form: HTMLFormElement): Record<string, string> => {
  const args: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string") args[name] = value.trim();
  return args;
};

/** A field that was emptied takes its argument away. */
const filled = (args: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== ""));

const busy = (form: HTMLFormElement, send: HTMLButtonElement, yes: boolean): void => {
  form.setAttribute("aria-busy", String(yes));
  for (const button of form.querySelectorAll("button")) button.disabled = yes;
  send.textContent = yes ? "Sending…" : "Go on";
};

type FieldOpts = { submit(): void; suggest(typed: string): Promise<Suggestions["choices"]> };

const field = (ask: WireAsk, arg: WireArg, opts: FieldOpts): HTMLElement => {
  const id = freshId("arg");
  const trouble = ask.trouble?.arg === arg.name ? ask.trouble : undefined;
  const control = arg.choices ? choiceControl(id, arg) : textControl(id, arg, opts);
  control.value = ask.args[arg.name] ?? "";
  control.setAttribute("aria-describedby", `${id}-hint${trouble ? ` ${id}-trouble` : ""}`);
  if (trouble) control.setAttribute("aria-invalid", "true");
  const choices = trouble?.choices?.map((choice) => {
    const button = el("button", { type: "button", class: "button choice" }, choice.label);
    button.addEventListener("click", () => {
      control.value = choice.value;
      opts.submit();
    });
    return button;
  });
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, labelOf(arg), arg.required ? undefined : el("span", { class: "optional" }, " optional")),
    el("p", { class: "hint", id: `${id}-hint` }, arg.about),
    trouble && el("p", { class: "trouble", id: `${id}-trouble`, role: "alert" }, trouble.words),
    choices && choices.length > 0 && el("div", { class: "buttons choices" }, ...choices),
    control,
    control instanceof HTMLInputElement && SUGGESTED.has(arg.schema) && el("datalist", { id: `${id}-list` }),
  );
};

const labelOf = (arg: WireArg): string => arg.name.charAt(0).toLocaleUpperCase() + arg.name.slice(1);

const choiceControl = (id: string, arg: WireArg): HTMLSelectElement =>
  el(
    "select",
    { id, name: arg.name },
    el("option", { value: "" }, arg.required ? "Choose…" : "—"),
    ...(arg.choices ?? []).map((choice) => el("option", { value: choice }, choice)),
  );

const textControl = (id: string, arg: WireArg, opts: FieldOpts): HTMLInputElement => {
  const input = el("input", {
    id,
    name: arg.name,
    type: "text",
    autocomplete: "off",
    ...(arg.schema === "integer" && { inputmode: "numeric" }),
    ...(SUGGESTED.has(arg.schema) && { list: `${id}-list` }),
  });
  if (!SUGGESTED.has(arg.schema)) return input;
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const typed = input.value;
      const found = typed.trim() === "" ? [] : await opts.suggest(typed);
      if (input.value !== typed) return;
      document
        .getElementById(`${id}-list`)
        ?.replaceChildren(...found.map((choice) => el("option", { value: choice.value, label: choice.label })));
    }, WAIT);
  });
  return input;
};
