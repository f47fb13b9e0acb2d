// Web: what a request brings: its body, its sender's address, its language.
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import type { z } from "zod";
import { fail } from "./kindly.ts";

/** The JSON or form body as `schema` has it; a kind 400 when it is anything else. */
export const bodyOf = async <S extends z.ZodType>(c: Context, schema: S): Promise<z.infer<S>> => {
  const isForm = (c.req.header("content-type") ?? "").includes("form");
  const raw: unknown = await (isForm ? c.req.parseBody() : c.req.json()).catch(() => undefined);
  const read = schema.safeParse(raw);
  return read.success ? read.data : fail(400, "That could not be read. Reload the page, then try again.");
};

export const isForm = (c: Context): boolean => (c.req.header("content-type") ?? "").includes("form");

/** The network address of the sender, for limits only: it is never stored nor logged. */
export const addressOf = (c: Context): string => getConnInfo(c).remote.address ?? "unknown";

/** The first language of Accept-Language that is one. */
export const localeOf = (c: Context): string | undefined => {
  const first = (c.req.header("accept-language") ?? "").split(",")[0]?.split(";")[0]?.trim() ?? "";
  try {
    return first === "" || first === "*" ? undefined : Intl.getCanonicalLocales(first)[0];
  } catch {
    return undefined;
  }
};
