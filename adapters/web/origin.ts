// Web: whether a request that changes something comes from our own pages.

type Said = { origin?: string | undefined; host?: string | undefined; site?: string | undefined };

/**
 * `origin` is what the browser says; the host it reached us by, or the public address, must be the same. A browser that keeps its origin
 * to itself ("null") may still say that the request comes from the same site (`Sec-Fetch-Site`, which no page can set).
 */
export const isOurs = ({ origin, host, site }: Said, publicOrigin: string): boolean => {
  if (origin === undefined || origin === "null") return site === "same-origin";
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === publicOrigin || (host !== undefined && url.host === host);
};
