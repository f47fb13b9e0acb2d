// Web: whether a request that changes something comes from our own pages.

/** `origin` is what the browser says; the host it reached us by, or the public address, must be the same. */
export const isOurs = (origin: string | null | undefined, host: string | null | undefined, publicOrigin: string): boolean => {
  if (!origin || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === publicOrigin || (host !== null && host !== undefined && url.host === host);
};
