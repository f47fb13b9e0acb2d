// Web: parties that people nearby may find: a list by a place that is typed, which a map takes over where there is a script. Who searches where is kept nowhere.
import { Hono } from "hono";
import type { Around } from "../../src/core.ts";
import { formatWhen } from "../../src/core.ts";
import { addressOf, localeOf } from "./incoming.ts";
import { fail, notTooFast } from "./kindly.ts";
import type { Limits } from "./limits.ts";
import { page } from "./page.ts";
import { Foot, Page } from "./pages.tsx";
import type { Site } from "./parts.ts";
import type { WireSpot } from "./wire.ts";

const WITHIN = [2, 10, 50];
const USUAL = 10;
const WHERE_MAX = 200;

export const nearbyRoutes = (site: Site, limits: Limits): Hono => {
  const app = new Hono();
  app.get("/nearby", async (c) => {
    const where = (c.req.query("where") ?? "").slice(0, WHERE_MAX);
    const within = WITHIN.find((km) => `${km}` === c.req.query("within")) ?? USUAL;
    const locale = localeOf(c);
    if (where.trim() === "") return page(c, <Nearby site={site} where="" within={within} />);
    notTooFast(await limits.answer(addressOf(c, site)));
    const around = await site.core.around(where, within, locale);
    return page(c, <Nearby site={site} where={where} within={within} around={around ?? "unknown"} locale={locale} />);
  });
  app.get("/nearby/spot", async (c) => {
    notTooFast(await limits.answer(addressOf(c, site)));
    const where = (c.req.query("where") ?? "").slice(0, WHERE_MAX);
    const around = where.trim() === "" ? undefined : await site.core.around(where, 2, localeOf(c));
    if (!around) return fail(404, UNKNOWN);
    const { label, at, timeZone } = around;
    const spot: WireSpot = { label, lat: at.lat, lng: at.lng, ...(timeZone !== undefined && { timeZone }) };
    return c.json(spot, 200, { "cache-control": "no-store" });
  });
  return app;
};

const UNKNOWN = "We don't know that place. Try a city, or a city with its country.";

type NearbyProps = {
  site: Pick<Site, "assets" | "tiles" | "playground">;
  where: string;
  within: number;
  around?: Around | "unknown";
  locale?: string | undefined;
};

const Nearby = ({ site, where, within, around, locale }: NearbyProps) => {
  const at = around === undefined || around === "unknown" ? undefined : around.at;
  return (
    <Page site={site} entry="nearby" title="Parties nearby · Party With Me" body="plain">
      <main
        id="nearby"
        data-at={at && `${at.lat},${at.lng}`}
        data-within={String(within)}
        data-throw={site.playground ? "/playground" : "/"}
      >
        <header class="finder">
          <h1>Parties nearby</h1>
          <p class="lead">You see the neighbourhood, never an address. Ask to join, and the host decides.</p>
          <form method="get" action="/nearby" class="search" role="search">
            <label for="where">Around</label>
            <input id="where" name="where" value={where} maxlength={WHERE_MAX} placeholder="Berlin" required />
            <label for="within">within</label>
            <select id="within" name="within">
              {WITHIN.map((km) => (
                <option value={`${km}`} selected={km === within}>{`${km} km`}</option>
              ))}
            </select>
            <button type="submit" class="button strong">
              Look
            </button>
          </form>
        </header>
        <section id="map" aria-label="Map of parties" hidden></section>
        <section class="results" aria-label="Parties">
          {around === undefined ? null : <Found around={around} within={within} locale={locale} />}
        </section>
        <Foot />
      </main>
    </Page>
  );
};

const Found = ({
  around,
  within,
  locale,
}: {
  around: Around | "unknown";
  within: number;
  locale: string | undefined;
}) => {
  if (around === "unknown") return <p role="status">{UNKNOWN}</p>;
  if (around.found.length === 0)
    return (
      <p role="status">{`No parties within ${within} km of ${around.label} yet. Look further, or throw one yourself.`}</p>
    );
  return (
    <>
      <h2>{`Near ${around.label}`}</h2>
      <ul class="found">
        {around.found.map(({ seen, km }) => (
          <li>
            <a href={`/p/${seen.code}`}>
              <img src={`/p/${seen.code}/cover.svg`} alt="" width="160" height="90" loading="lazy" />
              <span>
                <strong>{seen.title}</strong>
                <span>{formatWhen(seen.startsAt, seen.timeZone, locale)}</span>
                <span>
                  {[seen.label, km <= 1 ? "within 1 km" : `about ${km} km away`, roomOf(seen)]
                    .filter((part) => part !== "")
                    .join(" · ")}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
};

const roomOf = ({ going, max }: { going: number; max?: number }): string =>
  max === undefined ? `${going} going` : going >= max ? "full" : `${going} of ${max} going`;
