// Metrics: what the rest of the house tells: commands, refusals for haste, places, the database's retries, the bus and who looks on.
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Core } from "../chat/adapter.ts";
import type { Platform } from "../domain/chat.ts";
import { SECOND } from "../domain/time.ts";
import { bounded } from "./label.ts";

export type HouseMetrics = {
  /** The same core, with each press timed. */
  timed(core: Core): Core;
  /** A platform refused a request as too fast. `scope`: whom it counts for, in one of the adapter's own words. */
  tooFast(platform: Platform, scope: string): void;
  /** A place provider failed. `why`: in one of the program's or the provider's own words, such as "HTTP 503" or "OVER_QUERY_LIMIT". */
  placeFault(provider: string, why: string): void;
  /** A transaction is run again. `code`: the database's own, such as ER_LOCK_DEADLOCK. */
  retried(code: unknown): void;
  /** Whether changes reach the other processes; true where there is one alone. */
  busUp(is: boolean): void;
  /** Pages that are open on a live line now. */
  viewers(count: number): void;
};

/** In seconds. Discord waits three. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];

export const houseMetrics = (registry: Registry): HouseMetrics => {
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const tooFast = counter("party_platform_too_fast_total", "Requests answered with 429.", ["platform", "scope"]);
  const places = counter("party_place_faults_total", "Place providers that failed.", ["provider", "code"]);
  const retries = counter("party_store_retries_total", "Transactions run again, by the database's code.", ["code"]);
  const bus = gauge("party_bus_up", "1 while changes reach every process.");
  const viewers = gauge("party_live_viewers", "Pages that are open on a live line.");
  const [scopeOf, providerOf, codeOf] = [bounded(WORD, 8), bounded(WORD, 16), bounded(CODE, 32)];
  bus.set(1);
  return {
    timed: timing(registry),
    tooFast: (platform, scope) => tooFast.inc({ platform, scope: scopeOf(scope) }),
    placeFault: (provider, why) => places.inc({ provider: providerOf(provider), code: codeOf(codeOfFault(why)) }),
    retried: (code) => retries.inc({ code: codeOf(code) }),
    busUp: (is) => bus.set(is ? 1 : 0),
    viewers: (count) => viewers.set(count),
  };
};

/** A phrase as a code: "no answer in time" is NO_ANSWER_IN_TIME. */
export const codeOfFault = (why: string): string => why.toUpperCase().replace(/[^A-Z0-9]+/g, "_");

const WORD = /^[a-z][a-zA-Z-]{0,30}$/;
const CODE = /^[A-Z][A-Za-z0-9_]{2,50}$/;

const timing = (registry: Registry): HouseMetrics["timed"] => {
  const commands = new Histogram({
    name: "party_command_seconds",
    help: "What a press took, by command and by what came of it.",
    labelNames: ["command", "outcome"],
    buckets: BUCKETS,
    registers: [registry],
  });
  return (core) => {
    const names = new Map(
      core.commands.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])].map((n) => [n, name])),
    );
    return {
      ...core,
      dispatch: async (request) => {
        const from = performance.now();
        const reply = await core.dispatch(request);
        const typed = request.press.command;
        // What was asked for is answered without saying of which command it is.
        const command = names.get(typed) ?? (typed === "" ? "answer" : "unknown");
        const outcome = reply.kind === "ask" ? "asked" : (reply.tone ?? "done");
        commands.observe({ command, outcome }, (performance.now() - from) / SECOND);
        return reply;
      },
    };
  };
};
