// Web: what a request brings: its body, its sender's address, its language.
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
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

/**
 * The network address of the sender, for limits only: it is never stored nor logged. Behind a proxy of our own network (a public address
 * is set, and the peer is not public), it is the one that the proxy saw: the last of `X-Forwarded-For`, which no client can choose.
 */
export const addressOf = (c: Context, site: { publicUrl?: string }): string =>
  addressBehind(site, getConnInfo(c).remote.address, c.req.header("x-forwarded-for"));

/** The same of a request that becomes a socket; undefined where a proxy does not say whom it serves: everybody seems to be the proxy. */
export const socketAddressOf = (
  { socket, headers }: Pick<IncomingMessage, "socket" | "headers">,
  site: { publicUrl?: string },
): string | undefined => {
  const forwarded = [headers["x-forwarded-for"]].flat().at(-1);
  const address = addressBehind(site, socket.remoteAddress, forwarded);
  return site.publicUrl !== undefined && PRIVATE.test(address) && address === socket.remoteAddress
    ? undefined
    : address;
};

const addressBehind = (site: { publicUrl?: string }, peer = "unknown", forwarded?: string): string => {
  const seen = forwarded?.split(",").at(-1)?.trim();
  return site.publicUrl !== undefined && PRIVATE.test(peer) && seen !== undefined && isIP(seen) !== 0 ? seen : peer;
};

const PRIVATE = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/;

export const localeOf = (c: Context): string | undefined => languageOf(c.req.header("accept-language"));

/** The first language of an Accept-Language header that is one. */
export const languageOf = (header: string | undefined): string | undefined => {
  const first = (header ?? "").split(",")[0]?.split(";")[0]?.trim() ?? "";
  try {
    return first === "" || first === "*" ? undefined : Intl.getCanonicalLocales(first)[0];
  } catch {
    return undefined;
  }
};
