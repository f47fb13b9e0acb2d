// The loopback Bot API: which addresses a button or a link may open.

const SCHEMES = new Set(["http:", "https:", "tg:", "ton:", "tonsite:"]);

/** Why the server would not take this address; undefined if it does. A host needs a dot, so "localhost" is none. */
export const linkFault = (url: string): string | undefined => {
  if (!URL.canParse(url)) return "Wrong HTTP URL";
  const { protocol, host, hostname, searchParams } = new URL(url);
  if (!SCHEMES.has(protocol)) return "Unsupported URL protocol";
  if (protocol === "tg:") return undefined;
  if (host === "") return "URL host is empty";
  if (!hostname.includes(".") && !hostname.startsWith("[")) return "Wrong HTTP URL";
  if (hostname !== "t.me") return undefined;
  for (const name of ["start", "startgroup"]) {
    const payload = searchParams.get(name);
    if (payload !== null && !isStartPayload(payload)) return `fake: ${name} payload is not 1-64 of A-Za-z0-9_-`;
  }
  return undefined;
};

export const isStartPayload = (payload: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(payload);
