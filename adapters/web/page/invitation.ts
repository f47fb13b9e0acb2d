// Page: a personal invitation. Its token lives behind the "#", so it reaches no log; it goes once it has been used.
import "./party.css";
import type { WireMine, WireParty } from "../wire.ts";
import type { AnswerSaid } from "./answer.ts";
import { takeAnswers } from "./answer.ts";
import type { Answered } from "./call.ts";
import { call } from "./call.ts";
import { el, find } from "./dom.ts";
import { partyShell } from "./party-shell.ts";
import { makePartyView } from "./party-view.ts";
import { setNow } from "./time.ts";

type Opened = { party: WireParty; mine?: WireMine; now?: number };

const main = find("main#invitation") ?? document.body;
const token = decodeURIComponent(location.hash.slice(1));

const message = (title: string, words: string, retry?: () => void): void => {
  const button = retry && el("button", { type: "button", class: "button strong" }, "Try again");
  if (button && retry) button.addEventListener("click", retry);
  main.replaceChildren(
    el(
      "section",
      { class: "notice-card", role: "alert" },
      el("p", { class: "empty-face", "aria-hidden": "true" }, "💌"),
      el("h1", {}, title),
      el("p", {}, words),
      button,
    ),
  );
};

const open = async (): Promise<void> => {
  if (token === "")
    return message(
      "This invitation is missing its end",
      "Open the whole link you were sent, with everything after the #.",
    );
  main.replaceChildren(
    el(
      "section",
      { class: "notice-card loading", role: "status" },
      el("p", { class: "empty-face", "aria-hidden": "true" }, "💌"),
      el("p", {}, "Opening your invitation…"),
    ),
  );
  const opened = await call<Opened>("/i/open", { body: { token } });
  if ("ok" in opened && opened.ok.party) return show(opened.ok);
  const trouble = "trouble" in opened ? opened.trouble : undefined;
  const again = trouble?.kind === "refused" ? undefined : () => void open();
  message(
    again ? "We could not open it" : "This invitation does not open",
    trouble?.words ?? "It may have been taken back. Ask your host for a new one.",
    again,
  );
};

const show = (opened: Opened): void => {
  if (opened.now !== undefined) setNow(opened.now);
  const { party } = opened;
  const mine = opened.mine ?? { role: "invited", answer: "invited" };
  document.title = `${party.title}: you're invited`;
  main.id = "party";
  main.replaceChildren(...partyShell(party, mine.name === undefined));
  makePartyView(main, party, mine);
  const form = find<HTMLFormElement>("form#answer", main);
  if (form) takeAnswers(form, { send: (body) => send(party, body), onDone: () => undefined });
};

const send = async (party: WireParty, body: object): Promise<Answered<AnswerSaid>> => {
  const said = await call<AnswerSaid>("/i/answer", { body: { token, ...body } });
  const refused = "ok" in said && (said.ok.refused ?? (said.ok.reply?.kind === "done" && said.ok.reply.refused));
  if ("ok" in said && !refused) {
    history.replaceState(null, "", "/i/");
    location.replace(`/p/${encodeURIComponent(party.code)}`);
  }
  return said;
};

void open();
