// Web: invitation links. The token stands behind the "#" and comes in a body, so no log, no preview and no referrer ever holds it.
import { Hono } from "hono";
import { z } from "zod";
import { cookieOf } from "./cookies.ts";
import { addressOf, bodyOf, localeOf } from "./incoming.ts";
import { fail, notTooFast } from "./kindly.ts";
import type { Limits } from "./limits.ts";
import { page } from "./page.ts";
import { InvitationShell } from "./pages.tsx";
import { answer, answerBody } from "./party.tsx";
import type { Site } from "./parts.ts";
import { wireMine, wireParty } from "./render.ts";

const token = z.string().min(1).max(64);
const GONE = "This invitation doesn't work any more. Ask your host for a new link.";

export const invitationRoutes = (site: Site, limits: Limits): Hono => {
  const app = new Hono();
  app.get("/i", (c) => c.redirect("/i/", 308));
  app.get("/i/", (c) => page(c, <InvitationShell site={site} />));
  app.post("/i/open", async (c) => {
    notTooFast(await limits.answer(addressOf(c, site)));
    const asked = await bodyOf(c, z.object({ token }));
    const look = (await site.core.open("invitation", asked.token)) ?? fail(404, GONE);
    const { code } = look.seen;
    const guest = await site.guests.of(cookieOf(c.req.header("cookie"), code));
    // Whoever answered here before sees their own answer, not a stranger's form.
    const own = guest && (await site.core.look(code, [guest.account]))?.[0];
    const shown = own?.mine ? own : look;
    const locale = localeOf(c);
    return c.json({
      party: wireParty(shown.seen, locale),
      mine: wireMine(shown, guest?.name, locale),
      now: site.clock.now(),
    });
  });
  app.post("/i/answer", async (c) => {
    notTooFast(await limits.answer(addressOf(c, site)));
    const body = await bodyOf(c, answerBody.extend({ token }));
    const look = (await site.core.open("invitation", body.token)) ?? fail(404, GONE);
    const { code } = look.seen;
    const guest = await site.guests.of(cookieOf(c.req.header("cookie"), code));
    return c.json(await answer(site, c, code, guest, body, { invitation: body.token }));
  });
  return app;
};
