// Contract: a stolen database tells no address, and no sealed value can be moved to where it would be shown.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Party } from "../../src/domain/party.ts";
import { Secret } from "../../src/domain/secret.ts";
import { CannotOpen, createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { openStore } from "../../src/store/open.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshDatabase, freshStore } from "../support/databases.ts";
import { besides, everyRow } from "../support/raw-rows.ts";
import { hosted } from "../support/samples.ts";

const CANARY = "Canaryallee 99";
const place = (): Party["place"] => ({
  label: "Berlin",
  address: new Secret(CANARY),
  point: new Secret({ lat: 52.123987, lng: 13.987123 }),
});

describe.each(DATABASES)("at rest on %s", (kind) => {
  let fresh: FreshStore;
  beforeAll(async () => {
    fresh = await freshStore(kind);
  });
  afterAll(() => fresh.close());

  it("no table holds an address, an exact point, a draft's text, a note's reason, a reply or a message in plain text", async () => {
    const { store } = fresh;
    const { party } = await hosted(store, 0, { place: place() });
    await store.write(async (tx) => {
      await tx.parties.edit(party.code, { place: place() });
      await tx.drafts.put({
        id: newId(),
        personId: "p",
        chat: "c",
        command: "create",
        args: { where: CANARY },
        expiresAt: NOON,
      });
      const was = { startsAt: NOON, timeZone: "UTC", label: CANARY };
      await tx.notes.put(
        [
          {
            key: "k",
            to: { chat: "c" },
            party: party.code,
            reason: { kind: "moved", was, time: false, place: true },
            dueAt: NOON,
            expiresAt: NOON,
          },
        ],
        NOON,
      );
      await tx.requests.ran("r", `{"view":"${CANARY}"}`, NOON);
    });
    await store.web.post("room", "m", `{"text":"${CANARY}"}`, NOON);
    const rows = await everyRow(fresh.url);
    expect(rows).toContain(party.code);
    for (const secret of ["Canary", "52.123987", "13.987123", Buffer.from(CANARY).toString("base64").slice(0, -4)])
      expect(rows).not.toContain(secret);
  });

  it("an address copied into another party's row does not open there", async () => {
    const { store, url } = fresh;
    const victim = await hosted(store, 0, { place: place() });
    const thief = await hosted(store, 0);
    await besides(url, async ({ writer }) => {
      const row = await writer("parties").where({ code: victim.party.code }).first("address_sealed");
      await writer("parties").where({ code: thief.party.code }).update(row);
    });
    const fault = await store.reads.parties.get(thief.party.code).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(CannotOpen);
    expect(String(fault)).not.toMatch(/Canary|v1\./);
  });

  it("after a rotation old rows open, new ones are under the new key, and without the old key only they are lost", async () => {
    const { url, drop } = await freshDatabase(kind);
    const [one, two] = [newDataKey(1), newDataKey(2)];
    const first = await openStore({ url, keyring: createKeyring(one) });
    const { party: old } = await hosted(first, 0, { place: place() });
    await first.close();
    const second = await openStore({ url, keyring: createKeyring(`${two},${one}`) });
    expect((await second.reads.parties.get(old.code))?.place.address?.reveal()).toBe(CANARY);
    const { party: young } = await hosted(second, 0, { place: place() });
    await second.close();
    const third = await openStore({ url, keyring: createKeyring(two) });
    expect((await third.reads.parties.get(young.code))?.place.address?.reveal()).toBe(CANARY);
    await expect(third.reads.parties.get(old.code)).rejects.toThrow("its key, number 1, is not among the keys given");
    await third.close();
    await drop();
  });

  it("no fault of the database prints a value", async () => {
    const { party } = await hosted(fresh.store, 0, { place: place() });
    const twice = await fresh.store
      .write((tx) => tx.parties.add({ ...party, title: "Canary party" }, NOON))
      .catch((error: unknown) => error);
    const seen = `${String(twice)} ${JSON.stringify(twice)} ${(twice as Error).stack}`;
    expect(twice).toBeInstanceOf(Error);
    for (const value of ["Canary", party.code, party.hostId]) expect(seen).not.toContain(value);
  });
});
