// The loopback Discord: which request is for whom: a method and a path with its ids taken out.
import type { InteractionDesk, State } from "./state.ts";

export type Asked = {
  /** What stood for ":id" and ":token" in the path, in order. */
  ids: readonly string[];
  query: URLSearchParams;
  /** JSON, or undefined without a body. */
  body: unknown;
};

export type House = { state: State; desk: InteractionDesk };

export type Route = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** "/channels/:id/messages": ":id" is a number, ":token" anything without a slash. */
  path: string;
  /** How many at once for the same first id; none: 50 in a second. */
  bucket?: { most: number; ms: number };
  /** Does not count towards the 50 a second of all. */
  free?: boolean;
  /** Known with its token alone: the bot's own is not asked for. */
  open?: boolean;
  /** Parameters of the query; others are refused. */
  query?: string;
  /** Undefined: 204 without a body. Throws `Refused`. */
  run(house: House, asked: Asked): unknown;
};

export type Found = { route: Route; ids: string[] };

/** `elsewhere`: another method is known for the path. */
export const routerOf = (routes: readonly Route[]) => {
  const known = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (method: string, path: string): Found | { elsewhere: boolean } => {
    let elsewhere = false;
    for (const { route, pattern } of known) {
      const match = pattern.exec(path);
      if (match && route.method === method) return { route, ids: match.slice(1).map(decodeURIComponent) };
      elsewhere ||= match !== null;
    }
    return { elsewhere };
  };
};

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path.replaceAll(/[.]/g, "\\$&").replace("@", "(?:@|%40)").replaceAll(":id", "(\\d{1,20})").replaceAll(":token", "([^/]+)")}$`,
  );

/** "POST /channels/:id/messages" for a path that is known, or might be. */
export const routeName = (method: string, path: string): string =>
  `${method} ${path.replaceAll(/\/(webhooks|interactions)\/(\d+)\/[^/]+/g, "/$1/$2/:token").replaceAll(/(?<=\/)\d{5,20}(?=\/|$)/g, ":id")}`;
