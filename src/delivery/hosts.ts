// Delivery: what the hosts are told of their guests: those whom the same happens to at about the same time share one message to each host.
import type { NewNote, Reason } from "../domain/note.ts";
import { endOf, type Party } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Instant } from "../domain/time.ts";
import type { Tx } from "../store/types.ts";
import { kindPrefix } from "./keys.ts";

type OfMany = Extract<Reason, { kind: "onWay" | "unreached" }>["kind"];

/** A note to each host, who is no news to themselves; what they have not been told yet of others is in it as well, and is due as it was. */
export const toHosts = async (
  tx: Tx,
  party: Party,
  kind: OfMany,
  people: readonly PersonId[],
  at: Instant,
): Promise<NewNote[]> => {
  const own = kindPrefix(kind, party.code);
  const [untold, cohosts] = [await tx.notes.untried(party.code, own), await tx.parties.cohosts(party.code)];
  return [...new Set([party.hostId, ...cohosts])].flatMap((host): NewNote[] => {
    const news = people.filter((one) => one !== host);
    if (news.length === 0) return [];
    const prefix = `${own}${host}:`;
    const open = [...untold].find(([key]) => key.startsWith(prefix));
    const before = open && "who" in open[1] ? open[1].who : [];
    // The key says when it is due: who joins makes nobody wait longer.
    const dueAt = open ? Number(open[0].slice(prefix.length)) : at;
    const who = [...new Set([...before, ...news])];
    const key = `${prefix}${dueAt}`;
    return [{ key, to: { person: host }, party: party.code, reason: { kind, who }, dueAt, expiresAt: endOf(party) }];
  });
};
