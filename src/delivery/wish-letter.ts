// Delivery: the message about new parties nearby, as a stranger may know them, from what is true when it is sent.
import { disclose } from "../domain/disclosure.ts";
import type { PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { bandOf } from "../domain/place.ts";
import type { Instant } from "../domain/time.ts";
import { kmBetween, matches, sightOf, type Wish } from "../domain/wish.ts";
import type { View } from "../chat/view.ts";
import type { Telling } from "../views/facts.ts";
import { type FoundParty, wishNewsView } from "../views/wish.ts";
import type { Gathered } from "./gather.ts";
import { isNew } from "./wishes.ts";

/** Undefined: nothing of it is left to tell. */
export const wishLetter = (
  parties: readonly PartyCode[],
  reader: PersonId,
  gathered: Gathered,
  telling: Telling & { now: Instant },
): View<"person"> | undefined => {
  const wish = gathered.wishes.get(reader);
  if (!wish) return undefined;
  const found = parties.flatMap((code) => foundBy(wish, code, gathered, telling.now));
  return found.length === 0 ? undefined : wishNewsView(found, wish, telling);
};

const foundBy = (wish: Wish, code: PartyCode, gathered: Gathered, now: Instant): FoundParty[] => {
  const facts = gathered.parties.get(code);
  const sight = facts && sightOf(facts.party);
  if (!sight || sight.startsAt <= now || !matches(wish, sight)) return [];
  if (!isNew(gathered.standing(code, wish.personId))) return [];
  return [
    {
      seen: disclose(facts, "stranger", "person"),
      km: bandOf(kmBetween(wish.at, sight.area), facts.party.place.shown),
    },
  ];
};
