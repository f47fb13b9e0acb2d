// Web: views, questions and parties as the pages take them. Text stays text: the pages set it, never parse it.
import type { ArgInfo, Ask, Button, Core, Exact, Inline, Look, Reply, Seen, View } from "../../src/core.ts";
import { FADES, formatEnd, formatWhen, offeredOn } from "../../src/core.ts";
import type {
  WireArg,
  WireArrival,
  WireAsk,
  WireButton,
  WireInline,
  WireMine,
  WireParty,
  WireReply,
  WireView,
} from "./wire.ts";

export type Rendering = { core: Pick<Core, "encode">; locale?: string | undefined };

export const wireView = (view: View, { core, locale }: Rendering): WireView => ({
  title: view.title,
  ...(view.body && { body: view.body.map((piece) => wireInline(piece, locale)) }),
  ...(view.fields && {
    fields: view.fields.map(({ label, value }) => ({ label, value: value.map((piece) => wireInline(piece, locale)) })),
  }),
  ...(view.buttons && { buttons: view.buttons.map((row) => row.map((button) => wireButton(button, core))) }),
  ...(view.map && {
    map: { area: view.map.area, url: view.map.url, ...(view.map.exact && { exact: view.map.exact }) },
  }),
  ...(view.party !== undefined && { party: view.party }),
  ...(view.card !== undefined && { card: view.card }),
});

const wireInline = (piece: Inline, locale: string | undefined): WireInline => {
  if (typeof piece === "string" || "bold" in piece || "link" in piece) return piece;
  if ("who" in piece) return { who: piece.who };
  if ("crowd" in piece) return piece.crowd.name;
  const { at, timeZone, after } = piece;
  return {
    at,
    timeZone,
    text: after === undefined ? formatWhen(at, timeZone, locale) : formatEnd(at, after, timeZone, locale),
  };
};

const wireButton = (button: Button, core: Rendering["core"]): WireButton => {
  const common = { label: button.label, ...(button.tone && { tone: button.tone }) };
  return "press" in button
    ? { ...common, press: core.encode(button.press) }
    : { ...common, ...("open" in button ? { open: button.open } : { reopen: button.reopen }) };
};

/** The arguments that the web offers: it has neither servers nor crowds. */
export const wireArgs = (args: readonly ArgInfo[]): WireArg[] =>
  offeredOn("web", args).flatMap(({ name, about, kind, schema, required, choices }) =>
    schema === "chat" || schema === "crowd"
      ? []
      : [{ name, about, kind, schema, required, ...(choices && { choices }) }],
  );

export const wireAsk = ({ draft, press, missing, trouble }: Ask): WireAsk => ({
  ...(draft !== undefined && { draft }),
  command: press.command,
  args: press.args,
  missing: wireArgs(missing),
  ...(trouble && { trouble }),
});

export const wireReply = (reply: Reply<"person">, rendering: Rendering): WireReply =>
  reply.kind === "ask"
    ? { kind: "ask", ask: wireAsk(reply.ask) }
    : {
        kind: "done",
        ...(reply.tone === "refused" && { refused: true }),
        ...(reply.notice !== undefined && { notice: reply.notice }),
        ...(reply.view && { view: wireView(reply.view, rendering) }),
      };

/** A party as `seen`: named field by field, so that nothing new slips through. */
export const wireParty = (seen: Seen<"person">, locale?: string): WireParty => ({
  code: seen.code,
  version: seen.version,
  title: seen.title,
  ...(seen.about !== undefined && { about: seen.about }),
  hostName: seen.hostName,
  startsAt: seen.startsAt,
  ...(seen.endsAt !== undefined && { endsAt: seen.endsAt }),
  overAt: seen.overAt,
  timeZone: seen.timeZone,
  when: formatWhen(seen.startsAt, seen.timeZone, locale, seen.endsAt),
  label: seen.label,
  ...(seen.area && { area: seen.area }),
  areaKm: seen.areaKm,
  hasExact: seen.hasExact,
  ...(seen.exact && { exact: wireExact(seen.exact) }),
  ...(seen.max !== undefined && { max: seen.max }),
  plusMax: seen.plusMax,
  approval: seen.approval,
  findable: seen.findable,
  calledOff: seen.calledOff,
  going: seen.going,
  maybe: seen.maybe,
  waiting: seen.waiting,
  ...(seen.guests && { guests: seen.guests }),
});

const wireExact = ({ address, point, guess }: Exact): NonNullable<WireParty["exact"]> => ({
  ...(address !== undefined && { address }),
  ...(point && { point }),
  ...(guess !== undefined && { guess }),
});

export const wireMine = (look: Look, name?: string, locale?: string): WireMine => ({
  role: look.role,
  ...(name !== undefined && { name }),
  ...(look.mine && { answer: look.mine.answer, plus: look.mine.plus }),
  ...(look.mine?.waiting !== undefined && { waiting: look.mine.waiting }),
  ...dayOf(look, locale),
});

const dayOf = ({ day, seen }: Look, locale: string | undefined): Pick<WireMine, "onWay" | "coming"> => {
  if (!day) return {};
  const arrival = (at: number): WireArrival => ({
    text: formatEnd(at, Math.min(at, seen.startsAt), seen.timeZone, locale),
    until: at + FADES,
  });
  if (day.coming) return { coming: day.coming.map(({ who, at }) => ({ who, ...arrival(at) })) };
  const { from, until, mine } = day;
  return { onWay: { from, until, ...(mine !== undefined && { arrives: arrival(mine) }) } };
};
