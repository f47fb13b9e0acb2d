// Web: the server's routes, behind one set of headers and one way to fail.
import { Hono } from "hono";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Route } from "../../src/core.ts";
import { fail, Kindly } from "./kindly.ts";
import { invitationRoutes } from "./invitation.tsx";
import { createLimits } from "./limits.ts";
import { isOurs } from "./origin.ts";
import { nearbyRoutes } from "./nearby.tsx";
import { page } from "./page.ts";
import { Guidelines, Notice, Privacy, Start } from "./pages.tsx";
import { pressRoutes } from "./party-presses.ts";
import { partyRoutes } from "./party.tsx";
import type { Site } from "./parts.ts";
import { playgroundRoutes } from "./playground.tsx";
import { citiesRoutes } from "./map-cities.ts";
import { coverSvg } from "./cover.ts";
import { tilesOrigins, tilesRoutes } from "./tiles.ts";

const BODY_MAX = 128 * 1_024;

export const createSite = (site: Site): Hono => {
  const app = new Hono();
  const limits = createLimits();
  headers(app, site);
  app.use((c, next) => bodyLimit({ maxSize: hookOf(site, c)?.maxBytes ?? BODY_MAX, onError: tooLong })(c, next));
  app.use(async (c, next) => {
    // What changes something comes from our own pages. Other adapters' hooks carry secrets of their own.
    const ours =
      c.req.method === "GET" ||
      c.req.method === "HEAD" ||
      isOurs(
        { origin: c.req.header("origin"), host: c.req.header("host"), site: c.req.header("sec-fetch-site") },
        site.origin(),
      );
    if (!ours && !hookOf(site, c))
      fail(403, "That did not come from this site. Open the page again and try once more.");
    await next();
  });
  watching(app, site);
  app.get("/assets/:file", async (c) => {
    const found = await site.assets.file(c.req.param("file"));
    return found
      ? c.body(found.body, 200, { "content-type": found.type, "cache-control": "public, max-age=31536000, immutable" })
      : c.notFound();
  });
  app.get("/icon.svg", (c) =>
    c.body(coverSvg("party", { width: 64, height: 64 }), 200, {
      "content-type": "image/svg+xml",
      "cache-control": "public, max-age=86400",
    }),
  );
  app.get("/", (c) => page(c, <Start site={site} />));
  app.get("/privacy", (c) => page(c, <Privacy site={site} />));
  app.get("/guidelines", (c) => page(c, <Guidelines site={site} />));
  app.route("/", nearbyRoutes(site, limits));
  app.route("/", tilesRoutes(site, limits));
  app.route("/", citiesRoutes(site));
  app.route("/", partyRoutes(site, limits));
  app.route("/", pressRoutes(site, limits));
  app.route("/", invitationRoutes(site, limits));
  if (site.playground) app.route("/", playgroundRoutes(site, limits));
  for (const route of site.routes?.() ?? []) app.on(route.method, [route.path], (c) => route.handle(c.req.raw));
  app.notFound((c) =>
    failed(site, c, 404, "There's nothing here", "The link may be cut short. Ask whoever sent it for the whole one."),
  );
  app.onError((error, c) => {
    if (error instanceof Kindly) {
      if (error.waitS !== undefined) c.header("retry-after", String(error.waitS));
      return failed(site, c, error.status as 400, "Not quite", error.words);
    }
    site.log("request failed", { error, method: c.req.method });
    return failed(
      site,
      c,
      500,
      "That didn't work",
      "Something went wrong on our side. Nothing you wrote was changed: try again in a moment.",
    );
  });
  return app;
};

/** For those who run this: whether it lives, whether it can work, and its figures. */
const watching = (app: Hono, site: Site): void => {
  app.get("/healthz", (c) => c.text("ok"));
  app.get("/readyz", async (c) => {
    const { ready, parts } = await site.ready(c.req.query("for") === "web" ? "web" : "all");
    return c.json({ ready, ...parts }, ready ? 200 : 503, { "cache-control": "no-store" });
  });
  app.get("/metrics", async (c) => {
    const metrics = await site.metrics?.({ viewers: site.live.viewers() });
    return metrics ? c.body(metrics.body, 200, { "content-type": metrics.type }) : c.notFound();
  });
};

/** What another adapter asked to be served here. */
const hookOf = (site: Site, c: Context): Route | undefined =>
  site.routes?.().find((route) => route.path === c.req.path && route.method === c.req.method);

/** The body stays unread, for which the server drops the connection half a second later, under whatever is asked on it by then. */
const tooLong = (c: Context): never => {
  c.header("connection", "close");
  return fail(413, "That is too long. Shorten it a little.");
};

const failed = (
  site: Site,
  c: Context,
  status: 400 | 404 | 500,
  title: string,
  words: string,
): Response | Promise<Response> => {
  c.header("cache-control", "no-store");
  const wantsPage = (c.req.header("accept") ?? "").includes("text/html");
  return wantsPage
    ? page(c, <Notice site={site} title={title} words={words} />, status as 404)
    : c.json({ error: words }, status);
};

const headers = (app: Hono, site: Site): void => {
  const tiles = tilesOrigins(site.tiles);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:", ...tiles.images],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...tiles.questions],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // Nothing of an address leaves the site; within it, a form without a script must say where it comes from. A map's pictures alone are
      // asked with our origin (an attribute of theirs): OpenStreetMap's rules of use want to know who asks.
      referrerPolicy: "same-origin",
      xFrameOptions: "DENY",
      crossOriginResourcePolicy: "same-site",
      strictTransportSecurity: site.publicUrl?.startsWith("https:") === true ? "max-age=31536000" : false,
    }),
  );
};
