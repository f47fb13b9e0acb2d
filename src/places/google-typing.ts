// Places: what Google Places offers while an address is typed. Nothing of it is kept but the ids of places, while the session lives.
import type { Client } from "@googlemaps/google-maps-services-js";
import { z } from "zod";
import { createBreaker } from "./breaker.ts";
import { type Completer, TYPING_PATIENCE, type Typing } from "./completer.ts";
import { languageOf, statusOf, whyOf } from "./google-client.ts";

export type GoogleTypingOptions = {
  key: string;
  client: () => Promise<Client>;
  /** Where it is asked, for tests. */
  url?: string;
  timeoutMs: number;
  now: () => number;
  onFault: (why: string) => void;
};

/** Metres: as far as a place is preferred to others; the most that Google takes. */
const NEAR_M = 50_000;

export const createGoogleCompleter = (o: GoogleTypingOptions): Completer => {
  const breaker = createBreaker({ ...TYPING_PATIENCE, now: o.now });
  return (typing) =>
    breaker.run(async () => {
      try {
        return offersOf(await ask(o, typing), typing, o.onFault);
      } catch (fault) {
        // Who types on has another question: nobody failed.
        if (typing.session.signal.aborted) return [];
        o.onFault(whyOf(fault));
        return undefined;
      }
    });
};

const ask = async (o: GoogleTypingOptions, { text, hint, session, near }: Typing): Promise<unknown> => {
  const bias = near ? { location: near, radius: NEAR_M } : {};
  const reply = await (await o.client()).placeAutocomplete({
    params: { key: o.key, input: text, sessiontoken: session.token, ...languageOf(hint), ...bias },
    ...(o.url !== undefined && { url: o.url }),
    timeout: o.timeoutMs,
    signal: AbortSignal.any([session.signal, AbortSignal.timeout(o.timeoutMs)]),
  });
  return reply.data;
};

const Prediction = z.object({ description: z.string().min(1).max(300), place_id: z.string().min(1).max(500) });
const Body = z.object({ status: z.string(), predictions: z.array(Prediction).max(50) });

const offersOf = (body: unknown, { session }: Typing, onFault: (why: string) => void): string[] | undefined => {
  const parsed = Body.safeParse(body);
  if (!parsed.success)
    onFault(statusOf(body) === "OK" ? "an answer of another shape" : statusOf(body) || "an answer of another shape");
  else if (parsed.data.status === "ZERO_RESULTS") return [];
  else if (parsed.data.status === "OK")
    return parsed.data.predictions.map(({ description, place_id }) => {
      session.offer(description, place_id);
      return description;
    });
  else onFault(statusOf(parsed.data));
  return undefined;
};
