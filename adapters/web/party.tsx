// Web: the routes of a party's page: the page, answering, forgetting, the calendar file, the cover.
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Look, Press } from "../../src/core.ts";
import { isPartyCode, newId } from "../../src/core.ts";
import { calendarFile } from "./calendar.ts";
import { cookieOf, setCookie } from "./cookies.ts";
import { coverSvg } from "./cover.ts";
import type { Guest } from "./guests.ts";
import { addressOf, bodyOf, isForm, localeOf } from "./incoming.ts";
import { fail, notTooFast } from "./kindly.ts";
import type { Limits } from "./limits.ts";
import { newsSince } from "./news.ts";
import { page } from "./page.ts";
import { PartyPage } from "./party-page.tsx";
import type { Site } from "./parts.ts";
import { createPictures } from "./picture.ts";
import { wireMine, wireParty } from "./render.ts";
import { ask, pageChat } from "./talk.ts";
import type { WireMine, WireParty } from "./wire.ts";

const COVER = { width: 1_200, height: 675 };
const DAY_S = "public, max-age=86400";

export const answerBody = z.object({
  name: z.string().max(200).optional(),
  answer: z.enum(["going", "maybe", "no", "withdraw"]),
  plus: z.coerce.number().int().min(0).max(1_000).optional(),
  id: z.string().max(64).optional(),
  timeZone: z.string().max(64).optional(),
});
type AnswerBody = z.infer<typeof answerBody>;

export type AnswerGiven = { party: WireParty; mine: WireMine; notice: string; refused?: true; url: string };

export const partyRoutes = (site: Site, limits: Limits): Hono => {
  const app = new Hono();
  const pictures = createPictures();
  app.get("/p", (c) => c.redirect(`/p/${encodeURIComponent((c.req.query("code") ?? "").trim().toLowerCase())}`, 303));
  app.get("/p/:code", async (c) => {
    const { look, guest, code } = await lookOf(site, c);
    const flash = flashOf(c, code);
    const news = guest && !isAhead(c) ? await newsSince(site, guest.account.userId) : [];
    const locale = localeOf(c);
    return page(
      c,
      <PartyPage
        site={site}
        party={wireParty(look.seen, locale)}
        mine={wireMine(look, guest?.name, locale)}
        now={site.clock.now()}
        news={news}
        {...(flash && { flash })}
      />,
    );
  });
  app.post("/p/:code/answer", async (c) => {
    notTooFast(await limits.answer(addressOf(c, site)));
    const { guest, code } = await lookOf(site, c);
    return said(c, code, await answer(site, c, code, guest, await bodyOf(c, answerBody), {}));
  });
  app.post("/p/:code/forget", (c) => {
    const code = codeOf(c);
    c.header("set-cookie", setCookie(code, undefined, isSecure(site)));
    return c.redirect(`/p/${code}`, 303);
  });
  app.get("/p/:code/party.ics", async (c) => calendar(site, c, (await lookOf(site, c)).look));
  app.get("/calendar/:file", async (c) => {
    const token = /^([\w-]{22})\.ics$/.exec(c.req.param("file"))?.[1];
    const look = token === undefined ? undefined : await site.core.open("calendar", token);
    return calendar(
      site,
      c,
      look ?? fail(404, "This calendar link doesn't work any more. Add the party again from its page."),
    );
  });
  app.get("/p/:code/cover.svg", (c) =>
    c.body(coverSvg(codeOf(c), COVER), 200, { "content-type": "image/svg+xml", "cache-control": DAY_S }),
  );
  app.get("/p/:code/cover.png", async (c) => {
    const { look } = await lookOf(site, c);
    return c.body(await pictures.png(look.seen.code, look.seen.title), 200, {
      "content-type": "image/png",
      "cache-control": "public, max-age=3600",
    });
  });
  return app;
};

const codeOf = (c: Context): string => {
  const code = c.req.param("code") ?? "";
  return isPartyCode(code)
    ? code
    : fail(404, "There's no party with that code. Check it, or ask your host for the link.");
};

/** A browser that fetches a page ahead may show it to nobody. */
const isAhead = (c: Context): boolean => /prefetch|prerender/.test(c.req.header("sec-purpose") ?? "");

const isSecure = (site: Site): boolean => site.origin().startsWith("https:");

/** The party as the one who asks may know it: known by the cookie for this party alone. */
export const lookOf = async (site: Site, c: Context): Promise<{ look: Look; guest?: Guest; code: string }> => {
  const code = codeOf(c);
  const guest = await site.guests.of(cookieOf(c.req.header("cookie"), code));
  const looks = await site.core.look(code, [guest?.account]);
  const look = looks?.[0] ?? fail(404, "There's no party with that code. Check it, or ask your host for the link.");
  return { look, code, ...(guest && { guest }) };
};

/** Answers for the guest; whoever is new becomes one, with a cookie for this party. */
export const answer = async (
  site: Site,
  c: Context,
  code: string,
  known: Guest | undefined,
  body: AnswerBody,
  extra: Press["args"],
): Promise<AnswerGiven> => {
  const guest = known ?? (await arrive(site, c, code, body));
  const press = {
    command: "rsvp",
    args: { party: code, answer: body.answer, ...(body.plus !== undefined && { plus: String(body.plus) }), ...extra },
  };
  return pressed(site, c, code, { guest, ...body }, press);
};

type By = { guest: Guest; id?: string | undefined; timeZone?: string | undefined };

/** Presses it as the guest, and reads the party again as they may know it then. */
export const pressed = async (site: Site, c: Context, code: string, by: By, press: Press): Promise<AnswerGiven> => {
  const { guest, id = newId(), timeZone } = by;
  const locale = localeOf(c);
  const saying = {
    guest,
    id,
    chat: pageChat(guest.account.userId),
    ...(locale && { locale }),
    ...(timeZone && { timeZone }),
  };
  const reply = await ask(site.core, saying, press);
  const [look] = (await site.core.look(code, [guest.account])) ?? [];
  if (!look) return fail(404, "There's no party with that code any more.");
  const refused = reply.kind === "ask" || reply.tone === "refused";
  const notice = reply.kind === "ask" ? (reply.ask.trouble?.words ?? "") : (reply.notice ?? reply.view?.title ?? "");
  return {
    party: wireParty(look.seen, locale),
    mine: wireMine(look, guest.name, locale),
    notice,
    url: `/p/${code}`,
    ...(refused && { refused: true }),
  };
};

const arrive = async (site: Site, c: Context, code: string, { name = "", id }: AnswerBody): Promise<Guest> => {
  if (name.trim() === "") fail(400, "Tell them who you are first: write your name.");
  const { bearer, ...guest } = await site.guests.welcome(name, id === undefined ? undefined : `${code}.${id}`);
  c.header("set-cookie", setCookie(code, bearer, isSecure(site)), { append: true });
  return guest;
};

/** What came of it, for a script; without one, the page again with its words. */
export const said = (c: Context, code: string, given: AnswerGiven): Response => {
  if (!isForm(c)) return c.json(given);
  c.header("set-cookie", flashCookie(code, given.notice), { append: true });
  return c.redirect(given.url, 303);
};

const calendar = (site: Site, c: Context, look: Look): Response => {
  const text = calendarFile(look.seen, { url: `${site.origin()}/p/${look.seen.code}`, now: site.clock.now() });
  c.header("content-disposition", `attachment; filename="party-${look.seen.code}.ics"`);
  return c.body(text, 200, { "content-type": "text/calendar; charset=utf-8", "cache-control": "no-store" });
};

/** Words for the next page, for whoever answered without a script. */
const flashCookie = (code: string, words: string): string =>
  `f_${code}=${encodeURIComponent(words)}; Path=/p/${code}; HttpOnly; SameSite=Lax; Max-Age=10`;

const flashOf = (c: Context, code: string): string | undefined => {
  const kept = (c.req.header("cookie") ?? "").split(/;\s*/).find((pair) => pair.startsWith(`f_${code}=`));
  try {
    return kept === undefined ? undefined : decodeURIComponent(kept.slice(kept.indexOf("=") + 1));
  } catch {
    return undefined;
  }
};
