// Web: the cookie by which a party's page knows its guest: one for each party, read by no script.
import { isPartyCode } from "../../src/core.ts";

const cookieName = (party: string): string => `g_${party}`;

/** The bearer for a party in a Cookie header; undefined when there is none. */
export const cookieOf = (header: string | null | undefined, party: string): string | undefined => {
  if (!isPartyCode(party) || !header) return undefined;
  const wanted = `${cookieName(party)}=`;
  return header
    .split(/;\s*/)
    .find((pair) => pair.startsWith(wanted))
    ?.slice(wanted.length);
};

const YEAR_S = 31_536_000;

/** A Set-Cookie that remembers the guest (or forgets, without a bearer). */
export const setCookie = (party: string, bearer: string | undefined, secure: boolean): string =>
  [
    `${cookieName(party)}=${bearer ?? ""}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${bearer === undefined ? 0 : YEAR_S}`,
    ...(secure ? ["Secure"] : []),
  ].join("; ");
