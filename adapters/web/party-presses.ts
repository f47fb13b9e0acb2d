// Web: the routes of what else is pressed on a party's page: a guest is on the way, a host says where the pin belongs.
import { Hono } from "hono";
import { z } from "zod";
import type { Press } from "../../src/core.ts";
import { addressOf, bodyOf } from "./incoming.ts";
import { fail, notTooFast } from "./kindly.ts";
import type { Limits } from "./limits.ts";
import { lookOf, pressed, said } from "./party.tsx";
import type { Site } from "./parts.ts";

const once = { id: z.string().max(64).optional() };
const onWay = z.object({ minutes: z.enum(["5", "10", "20", "30", "off"]), ...once });
/** The pin that was looked at is right, or belongs `at`: "lat,lng". */
const pin = z.union([
  z.object({ guess: z.string().min(1).max(16), ...once }),
  z.object({
    at: z
      .string()
      .regex(/^-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?$/)
      .max(40),
    ...once,
  }),
]);

export const pressRoutes = (site: Site, limits: Limits): Hono => {
  const app = new Hono();
  const route = <B extends { id?: string | undefined }>(
    name: string,
    schema: z.ZodType<B>,
    argsOf: (body: B) => Press["args"],
  ): void => {
    app.post(`/p/:code/${name}`, async (c) => {
      notTooFast(await limits.answer(addressOf(c, site)));
      const { guest, code } = await lookOf(site, c);
      const body = await bodyOf(c, schema);
      if (!guest) return fail(403, "We don't know you on this page yet. Give your answer first, then try again.");
      const press = { command: name, args: { party: code, ...argsOf(body) } };
      return said(c, code, await pressed(site, c, code, { guest, id: body.id }, press));
    });
  };
  route("onway", onWay, ({ minutes }) => ({ minutes }));
  route("pin", pin, (body): Press["args"] => ("guess" in body ? { guess: body.guess } : { at: body.at }));
  return app;
};
