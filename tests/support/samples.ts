// Support: people, parties and guests to put into a store.
import type { Party } from "../../src/domain/party.ts";
import type { PersonId } from "../../src/domain/person.ts";
import { Secret } from "../../src/domain/secret.ts";
import { HOUR } from "../../src/domain/time.ts";
import { newCode, newId } from "../../src/safety/tokens.ts";
import type { Store, Tx } from "../../src/store/types.ts";
import { NOON } from "./clock.ts";

/** A party in Berlin tomorrow night, with a secret address. */
export const sampleParty = (hostId: PersonId, over: Partial<Party> = {}): Party => ({
  code: newCode(),
  hostId,
  title: "Rooftop BBQ",
  startsAt: NOON + 30 * HOUR,
  timeZone: "Europe/Berlin",
  place: {
    label: "Prenzlauer Berg, Berlin",
    area: { lat: 52.54, lng: 13.41 },
    address: new Secret("Kastanienallee 12"),
    point: new Secret({ lat: 52.538123, lng: 13.409876 }),
  },
  plusMax: 5,
  findable: "invited",
  approval: false,
  state: "on",
  going: 0,
  version: 1,
  ...over,
});

export const samplePerson = async (tx: Tx, name: string): Promise<PersonId> =>
  (await tx.people.ensure({ platform: "web", userId: newId() }, { name, now: NOON })).id;

/** A stored party with a host of its own, and guests who have not answered. */
export const hosted = (
  store: Store,
  guests: number,
  over: Partial<Party> = {},
): Promise<{ party: Party; guests: PersonId[] }> =>
  store.write(async (tx) => {
    const party = sampleParty(await samplePerson(tx, "Hanna"), over);
    await tx.parties.add(party, NOON);
    const people: PersonId[] = [];
    for (let i = 0; i < guests; i += 1) people.push(await samplePerson(tx, `Guest ${i + 1}`));
    return { party, guests: people };
  });
