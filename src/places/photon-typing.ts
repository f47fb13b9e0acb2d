// Places: what Photon offers while an address is typed. (The policy of Nominatim's public server forbids to ask it for this: never.)
import { RateLimiterMemory } from "rate-limiter-flexible";
import { AskFault, askJson } from "./ask.ts";
import { createBreaker } from "./breaker.ts";
import { type Completer, TYPING_PATIENCE } from "./completer.ts";
import { readGeocoderUrl } from "./geocoder-url.ts";
import { type OsmOptions, photonMatches, photonQuestion, PUBLIC } from "./osm.ts";

/** Undefined where the geocoder is not Photon. */
export const createPhotonCompleter = (o: OsmOptions): Completer | undefined => {
  const at = readGeocoderUrl(o.url);
  if (at?.kind !== "photon") return undefined;
  const breaker = createBreaker({ ...TYPING_PATIENCE, now: o.now });
  const limit = PUBLIC.test(at.base.hostname) ? new RateLimiterMemory({ points: 1, duration: 1 }) : undefined;
  return async ({ text, hint, session, near }) => {
    if (limit && !(await limit.consume("all").catch(() => undefined))) return [];
    return breaker.run(async () => {
      try {
        const body = await askJson(photonQuestion(at.base, text, hint, near), o.timeoutMs, session.signal);
        const parsed = photonMatches.safeParse(body);
        if (parsed.success) return parsed.data.map(({ formatted }) => formatted);
        o.onFault("an answer of another shape");
      } catch (error) {
        if (session.signal.aborted) return [];
        o.onFault(error instanceof AskFault ? error.message : "unreachable");
      }
      return undefined;
    });
  };
};
