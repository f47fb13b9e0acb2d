// Web: who somebody on the web is: a bearer that only its holder knows, stored hashed, and the name they gave.
import type { Account, WebStore } from "../../src/core.ts";
import { cleanName, hashToken, newId, newToken } from "../../src/core.ts";

export type Guest = { account: Account & { platform: "web" }; name: string };

export type Guests = {
  /**
   * A new person with a web account of their own. The bearer is told once and kept hashed. `once`, a random id of the page's, makes the
   * same person of the same request sent twice (a double tap, a lost answer).
   */
  welcome(name: string, once?: string): Promise<Guest & { bearer: string }>;
  /** Who holds this bearer; undefined when nobody does. */
  of(bearer: string | undefined): Promise<Guest | undefined>;
  /** They have a tab of the playground from now on, where their private chat is read. */
  plays(userId: string): Promise<void>;
  isPlaying(userId: string): Promise<boolean>;
};

const BEARER = /^[\w-]{22}$/;
const KEPT = 10_000;
const ID_LENGTH = 20;
/** A party's code and an id of twenty characters: a shorter one could be somebody else's too, and would make one person of two. */
const ONCE_MIN = 29;

export const privateRoom = (userId: string): string => `private:${userId}`;
const playing = (userId: string): string => `playing:${userId}`;

export const createGuests = (web: WebStore, clock: { now(): number }): Guests => {
  // A guest's name and account never change, so what was read once may be kept.
  const kept = new Map<string, Guest>();
  const keep = (hash: string, guest: Guest): void => {
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    kept.set(hash, guest);
  };
  return {
    welcome: async (given, once) => {
      const userId = once !== undefined && once.length >= ONCE_MIN ? hashToken(once).slice(0, ID_LENGTH) : newId();
      const guest: Guest = { account: { platform: "web", userId }, name: cleanName(given, "Guest") };
      const { token, hash } = newToken();
      const now = clock.now();
      await Promise.all([
        web.addBearer(hash, guest.account, now),
        web.join(privateRoom(guest.account.userId), guest.account.userId, guest.name, now),
      ]);
      keep(hash, guest);
      return { ...guest, bearer: token };
    },
    of: async (bearer) => {
      if (bearer === undefined || !BEARER.test(bearer)) return undefined;
      const hash = hashToken(bearer);
      const known = kept.get(hash);
      if (known) return known;
      const account = await web.byBearer(hash);
      if (!account) return undefined;
      const [self] = await web.members(privateRoom(account.userId));
      const guest = { account, name: self?.name ?? "Guest" };
      keep(hash, guest);
      return guest;
    },
    plays: (userId) => web.join(playing(userId), userId, "", clock.now()),
    isPlaying: async (userId) => (await web.members(playing(userId))).length > 0,
  };
};
