// Discord: counts the requests that Discord itself refused as too fast, with whom each limit counts for.
import { type REST, RESTEvents } from "discord.js";
import type { DiscordParts } from "./parts.ts";

const TOO_FAST = 429;
const SCOPES = ["user", "shared", "global"] as const;

/** discord.js's own waiting is not counted: only what went out and came back. */
export const countRefused = (rest: REST, told: DiscordParts["tooFast"]): void => {
  if (!told) return;
  rest.on(RESTEvents.Response, (_request, response) => {
    if (response.status !== TOO_FAST) return;
    const said = response.headers.get("x-ratelimit-scope");
    told(SCOPES.find((scope) => scope === said) ?? "unknown");
  });
};
