// Views: who is on the way, and the button that says so.
import type { Button, Inline } from "../chat/view.ts";
import type { Seen } from "../domain/disclosure.ts";
import { type Coming, USUALLY } from "../domain/on-way.ts";
import type { PartyCode } from "../domain/party.ts";
import type { Instant } from "../domain/time.ts";
import type { Words } from "../words/words.ts";
import type { Field } from "./facts.ts";

export const onWayButton = (party: PartyCode, words: Words): Button => ({
  label: words.onTheDay.button,
  tone: "go",
  press: { command: "onway", args: { party, minutes: `${USUALLY}` } },
});

type InZone = Pick<Seen, "timeZone" | "startsAt">;

/** A time of the same evening is shown without its day. */
const arrival = (at: Instant, { timeZone, startsAt }: InZone): Inline => ({
  at,
  timeZone,
  after: Math.min(at, startsAt),
});

/** "on the way, about 20:10" */
export const onWayMark = (at: Instant, seen: InZone, words: Words): Inline[] => [
  `${words.onTheDay.mark} `,
  arrival(at, seen),
];

/** Who arrives first stands first. */
export const comingField = (coming: readonly Coming[], { seen }: { seen: InZone }, words: Words): Field => ({
  label: words.onTheDay.label,
  value: coming.flatMap(({ who, at }, i): Inline[] => [
    ...(i === 0 ? [] : ["; "]),
    { who },
    `, ${words.onTheDay.about} `,
    arrival(at, seen),
  ]),
});
