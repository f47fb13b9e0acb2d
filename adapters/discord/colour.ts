// Discord: the colour at a card's edge: that of the party's own cover and page.
import type { View } from "../../src/core.ts";

/** The lighter end of each of the covers' gradients, in their order. */
const COLOURS = [0xe4572e, 0xc2457a, 0xf2a541, 0xe07a5f, 0xff6f59, 0xb5546b, 0xd9a441] as const;
const GREY = 0x80848e;

/** 24 bits of red, green and blue. Grey when the party is called off; undefined when the view shows no party. */
export const colourOf = ({ party, card, event, buttons }: View): number | undefined => {
  if (party === undefined) return undefined;
  // A card without answers to press is that of a party that will not be.
  if (event?.calledOff ?? (card !== undefined && buttons === undefined)) return GREY;
  return COLOURS[Math.floor(chance(party) * COLOURS.length)] ?? COLOURS[0];
};

/** In [0, 1), the same for the same text: 32-bit FNV-1a seeding mulberry32, as the covers are drawn. */
const chance = (text: string): number => {
  let seed = 0x811c9dc5;
  for (const sign of text) seed = Math.imul(seed ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  seed = (seed + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
