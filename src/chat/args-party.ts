// Chat: arguments that name a party, a time, a place or a zone: those that need the reader's surroundings.
import type { Choice } from "../domain/choice.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import { isPartyCode } from "../domain/party.ts";
import { Doubt, Refusal } from "../domain/refusal.ts";
import { cleanLine } from "../domain/text.ts";
import { formatShort } from "../domain/when.ts";
import type { Arg, Reader } from "./command.ts";
import { info } from "./args.ts";

const CHOICES = 10;
const SUGGESTIONS = 25;

/** Which of several parties are meant, where none is named. */
type Among = NonNullable<Arg<PartyCode>["among"]>;

/** A party by its code, or by words of its title. Never required: `partyInReach` finds the one that is meant. */
export const party = (spec: { about: string; among?: Among }): Arg<PartyCode> => ({
  ...info({ name: "party", about: spec.about }, "short", "party"),
  ...(spec.among && { among: spec.among }),
  fits: isPartyCode,
  read: async (raw, reader) => {
    const typed = cleanLine(raw).toLowerCase();
    const byCode = isPartyCode(typed) ? await reader.reads.parties.get(typed) : undefined;
    if (byCode) return { ok: byCode.code };
    const reach = await inReach(reader);
    const named = reach.filter((p) => p.title.toLowerCase().includes(typed));
    const [only] = named;
    if (only && named.length === 1) return { ok: only.code };
    return {
      trouble: { words: reader.words.trouble.noParty, choices: choicesOf(named.length > 0 ? named : reach, reader) },
    };
  },
  suggest: async (typed, reader) => {
    const wanted = typed.toLowerCase();
    const reach = await inReach(reader);
    return choicesOf(
      reach.filter((p) => p.title.toLowerCase().includes(wanted)),
      reader,
      SUGGESTIONS,
    );
  },
});

/**
 * The party that is meant when none is named: the pressed card's, the only one in this chat, the person's only one.
 * Throws a Doubt with choices when there are several, a Refusal when there is none.
 */
export const partyInReach = async (
  reader: Reader,
  on: PartyCode | undefined,
  among: Among = () => true,
): Promise<PartyCode> => {
  if (on !== undefined) return on;
  const here =
    reader.chat?.key === undefined ? [] : await reader.reads.parties.inChat(reader.chat.key, reader.now, CHOICES);
  const all = here.length > 0 ? here : await inReach(reader);
  const meant = all.filter((one) => among(one, reader.now));
  const reach = meant.length > 0 ? meant : all;
  const [only] = reach;
  if (!only) throw new Refusal(reader.words.trouble.noPartyHere);
  if (reach.length > 1) throw new Doubt("party", reader.words.trouble.whichParty, choicesOf(reach, reader));
  return only.code;
};

/** Parties that a person may mean: those in this chat, then their own, soonest first. */
const inReach = async (reader: Reader): Promise<Party[]> => {
  const { actor, chat, reads, now } = reader;
  const [here, mine] = await Promise.all([
    chat?.key === undefined ? [] : reads.parties.inChat(chat.key, now, SUGGESTIONS),
    actor ? reads.parties.mine(actor.person.id, { past: false, now, limit: SUGGESTIONS }) : [],
  ]);
  const all = new Map([...here, ...mine.map((m) => m.party)].map((p) => [p.code, p]));
  return [...all.values()];
};

const choicesOf = (parties: readonly Party[], reader: Reader, most = CHOICES): Choice[] =>
  parties.slice(0, most).map((p) => ({
    label: `${p.title} · ${formatShort(p.startsAt, p.timeZone, reader.locale)}`,
    value: p.code,
  }));
