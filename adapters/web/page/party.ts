// Page: a party's page. The server wrote it whole; here it comes alive.
import "./party.css";
import type { WireMine, WireParty } from "../wire.ts";
import { takeAnswers } from "./answer.ts";
import type { AnswerSaid } from "./answer.ts";
import { call } from "./call.ts";
import { el, find } from "./dom.ts";
import { openLine } from "./live.ts";
import { makeNews } from "./news.ts";
import { takeOnWay } from "./on-way.ts";
import { makePartyView } from "./party-view.ts";
import { showPinCheck } from "./pin-check.ts";
import { setNow } from "./time.ts";

const TICK = 15_000;

type Data = { party: WireParty; mine: WireMine; now: number };

const readData = (): Data | undefined => {
  const script = find('script#party-data, script[type="application/json"]');
  try {
    return script ? (JSON.parse(script.textContent) as Data) : undefined;
  } catch {
    return undefined;
  }
};

const live = (main: HTMLElement, data: Data): void => {
  setNow(data.now);
  const view = makePartyView(main, data.party, data.mine);
  const show = (party: WireParty = view.party(), mine: WireMine = view.mine()): void => {
    view.show(party, mine);
    showPinCheck(main, party, onSaid);
  };
  const onSaid = ({ party, mine }: AnswerSaid): void => show(party, mine);
  show();
  takeOnWay(main, onSaid);
  const banner = main.appendChild(
    el("p", { class: "banner", role: "status", hidden: true }, "Reconnecting… the numbers may be a little behind."),
  );
  const news = makeNews(main, (id) => line.say({ kind: "seen", id }));
  const line = openLine({
    hello: { kind: "hello", party: data.party.code },
    onState: (up) => void (banner.hidden = up),
    onFrame: (frame) => {
      if (frame.kind === "party" && frame.party.version >= view.party().version) show(frame.party);
      if (frame.kind === "mine") show(undefined, frame.mine);
      if (frame.kind === "news") news.show(frame.news);
    },
  });
  const form = find<HTMLFormElement>("form#answer", main);
  if (form) {
    takeAnswers(form, {
      send: (body) => call<AnswerSaid>(form.getAttribute("action") ?? `/p/${data.party.code}/answer`, { body }),
      onDone: (said) => {
        onSaid(said);
        // The answer may have brought a cookie: only a new line is known by it.
        line.restart();
      },
    });
  }
  window.setInterval(view.tick, TICK);
};

const main = find("main#party");
const data = readData();
if (main && data) live(main, data);
