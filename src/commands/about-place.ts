// Commands: what a host says of where a party is: the place, how much of it is shown, and whether its pin is sure.
import type { AreaAnswer, WhereAnswer } from "../chat/args-time-place.ts";
import type { Fresh } from "../chat/command.ts";
import { shownAs, steady } from "../domain/grid.ts";
import type { Place } from "../domain/place.ts";
import type { Words } from "../words/words.ts";

type Said = { where?: WhereAnswer | undefined; area?: AreaAnswer | undefined };

/** A new party's place. A pin that a geocoder made of words is a guess, under a fresh mark. */
export const placeFrom = (where: WhereAnswer, area: AreaAnswer | undefined, fresh: Fresh): Place =>
  shownAs(readPlace(where, fresh), area?.shown ?? "neighbourhood", where.cityLabel);

const MARK_LENGTH = 6;

const readPlace = ({ found, guessed }: WhereAnswer, fresh: Fresh): Place => ({
  ...found.place,
  ...(guessed && found.place.point && { guess: fresh.id().slice(0, MARK_LENGTH) }),
});

/** Whose word was taken for a place, where a map service did not answer. */
export const insteadOf = ({ instead, located }: WhereAnswer, { where }: Words): string[] => {
  if (!instead) return [];
  return [located ? where.instead[instead] : where.notReached];
};

/** The place after an edit, and whether the party moves or is only shown otherwise; undefined where it stays as it is. */
export const placeAfter = (
  before: Place,
  { where, area }: Said,
  fresh: Fresh,
): { place: Place; moves: boolean } | undefined => {
  const shown = area?.shown ?? before.shown ?? "neighbourhood";
  const moves = where !== undefined && !isSame(where.found.place, before);
  if (!moves && shown === (before.shown ?? "neighbourhood")) return undefined;
  const near = moves ? steady(before, readPlace(where, fresh)) : before;
  return { place: shownAs(near, shown, (area ?? where)?.cityLabel), moves };
};

/** As it was given: what is shown of it may differ. */
const isSame = (given: Place, kept: Place): boolean =>
  given.label === (kept.near?.reveal() ?? kept).label &&
  given.address?.reveal() === kept.address?.reveal() &&
  given.point?.reveal().lat === kept.point?.reveal().lat &&
  given.point?.reveal().lng === kept.point?.reveal().lng;
