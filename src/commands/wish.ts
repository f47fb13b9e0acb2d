// Commands: a wish to be told of new parties around a place: made, shown and ended. Of the place only a cell of the fixed grid is kept.
import { choice } from "../chat/args.ts";
import { spot } from "../chat/args-time-place.ts";
import type { Arg } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import type { View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import { snap } from "../domain/grid.ts";
import { Refusal } from "../domain/refusal.ts";
import type { Wish, WishKm } from "../domain/wish.ts";
import type { Spot } from "../places/places.ts";
import { noWishView, wishView } from "../views/wish.ts";

const OFF = /^(off|stop|none|no|never|end|aus|stopp|nein|nie|ende)$/i;

const place = spot({
  name: "where",
  about: "A city, an address or a point; “off” ends it; left out shows how it stands",
});

/** A spot, or that there is to be none any more. */
const where: Arg<Spot | "off", false> = {
  ...place,
  read: async (raw, reader) => (OFF.test(raw.trim()) ? { ok: "off" } : place.read(raw, reader)),
};

export const wish = define({
  name: "wish",
  aliases: ["alert", "wunsch"],
  about: "Be told of new parties around a place",
  example: "/wish Berlin within:10 days:weekend",
  where: "anywhere",
  writes: true,
  args: {
    where,
    within: choice({
      name: "within",
      about: "How far around it, in km",
      values: { "2": ["2km"], "10": ["10km"], "50": ["50km"] },
    }),
    days: choice({
      name: "days",
      about: "On weekends, on weekdays, or on any day",
      values: {
        any: ["all", "alle"],
        weekend: ["weekends", "wochenende", "wochenenden"],
        weekdays: ["week", "werktags", "wochentags"],
      },
    }),
  },
  run: async ({ seenBy, words, tx, actor }, args) => {
    // Where somebody looks for parties is nobody else's business.
    if (seenBy === "group") throw new Refusal(words.trouble.onlyPrivate);
    const personId = actor.person.id;
    if (args.where === "off") return shown(seenBy, noWishView(await tx.wishes.end(personId), words));
    const [kept] = await tx.wishes.of([personId]);
    const at = args.where ? snap(args.where.area) : kept?.at;
    if (!at) return shown(seenBy, noWishView(false, words));
    const saved = args.where !== undefined || args.within !== undefined || args.days !== undefined;
    const km = args.within === undefined ? (kept?.km ?? 10) : (Number(args.within) as WishKm);
    const wanted: Wish = { personId, at, km, days: args.days ?? kept?.days ?? "any" };
    if (saved) await tx.wishes.set(wanted);
    return shown(seenBy, wishView(wanted, { ...(args.where && { label: args.where.label }), saved }, words));
  },
});

/** Only one person reads it: a group was sent away. */
const shown = <S extends SeenBy>(_: S, view: View<"person">): Reply<S> => ({ kind: "done", view: view as View<S> });
