// Store: people and their accounts.
import type { Knex } from "knex";
import type { Account } from "../domain/chat.ts";
import type { PersonId } from "../domain/person.ts";
import { newId } from "../safety/tokens.ts";
import { isDuplicate, LostRace } from "./fault.ts";
import { linkWrites } from "./linking.ts";
import type { Room } from "./room.ts";
import type { AccountsRow, PersonRow } from "./rows.ts";
import { accountOf, PERSON, personOf } from "./rows.ts";
import type { Reads, Tx } from "./types.ts";

export const peopleReads = ({ q }: Room): Reads["people"] => ({
  byAccount: async (account) => {
    const row = await found({ q }, account);
    return row && personOf(row);
  },
  byIds: async (ids) => {
    if (ids.length === 0) return [];
    const rows: PersonRow[] = await q("people").whereIn("id", ids).select(PERSON);
    return rows.map(personOf);
  },
  byAccounts: async (accounts) => peopleBehind(accounts, accounts.length === 0 ? [] : await allOf(q, accounts)),
  accountsOf: (id) => accountsOf(q, [id]),
  accountsOfMany: (ids) => accountsOf(q, ids),
});

export const peopleWrites = (room: Room): Tx["people"] => ({
  ...peopleReads(room),
  ...linkWrites(room),
  // Whose accounts these are stays so until the end: what is written of them is not of somebody who is merged meanwhile.
  byAccounts: async (accounts) =>
    peopleBehind(accounts, accounts.length === 0 ? [] : await allOf(room.q, accounts).forShare()),
  ensure: async (account, as) => {
    const { q } = room;
    const known = await found(room, account).forUpdate();
    if (!known) return add(room, account, { ...as, acted: true });
    if (known.last_used_at < as.now || known.unreachable === 1 || known.acted === 0) {
      await q("accounts")
        .where(accountKey(account))
        .update({ last_used_at: Math.max(as.now, known.last_used_at), unreachable: 0, acted: 1 });
    }
    const now: PersonRow = {
      ...known,
      name: as.name,
      // What the person chose stands: a platform's word only fills what is empty.
      locale: known.locale ?? as.locale ?? null,
      time_zone: known.time_zone ?? as.timeZone ?? null,
    };
    if (now.name !== known.name || now.locale !== known.locale || now.time_zone !== known.time_zone) {
      await q("people")
        .where({ id: known.id })
        .update({ name: now.name, locale: now.locale, time_zone: now.time_zone });
    }
    return personOf(now);
  },
  known: async (account, name, now) => {
    const row = await found(room, account).forShare();
    return row ? personOf(row) : add(room, account, { name, now, acted: false });
  },
  hold: async (id) => {
    const row: PersonRow | undefined = await room.q("people").where({ id }).forShare().first(PERSON);
    return row && personOf(row);
  },
  set: async (id, patch) => {
    const columns = {
      ...(patch.locale !== undefined && { locale: patch.locale }),
      ...(patch.timeZone !== undefined && { time_zone: patch.timeZone }),
      ...(patch.reminders !== undefined && { reminders: patch.reminders ? 1 : 0 }),
      ...(patch.quiet !== undefined && { quiet: patch.quiet === "usual" ? null : patch.quiet }),
    };
    if (Object.keys(columns).length > 0) await room.q("people").where({ id }).update(columns);
  },
});

const accountKey = (account: Account) => ({
  "accounts.platform": account.platform,
  "accounts.user_id": account.userId,
});

type Found = PersonRow & Pick<AccountsRow, "last_used_at" | "unreachable" | "acted">;

const found = ({ q }: Pick<Room, "q">, account: Account): Knex.QueryBuilder<Found, Found | undefined> =>
  q("accounts")
    .join("people", "people.id", "accounts.person_id")
    .where(accountKey(account))
    .first([...PERSON, "accounts.last_used_at", "accounts.unreachable", "accounts.acted"]);

const allOf = (q: Room["q"], accounts: readonly Account[]): Knex.QueryBuilder<AccountsRow, AccountsRow[]> =>
  q("accounts").where((one) => {
    for (const platform of new Set(accounts.map((account) => account.platform))) {
      const ids = accounts.filter((account) => account.platform === platform).map((account) => account.userId);
      one.orWhere((own) => own.where({ platform }).whereIn("user_id", ids));
    }
  });

const peopleBehind = (accounts: readonly Account[], rows: readonly AccountsRow[]): (PersonId | undefined)[] => {
  const people = new Map(rows.map((row) => [`${row.platform}:${row.user_id}`, row.person_id]));
  return accounts.map((account) => people.get(`${account.platform}:${account.userId}`));
};

const accountsOf = async (q: Room["q"], ids: readonly string[]) => {
  if (ids.length === 0) return [];
  const rows: AccountsRow[] = await q("accounts")
    .whereIn("person_id", ids)
    .orderBy(["unreachable", { column: "last_used_at", order: "desc" }, "platform", "user_id"]);
  return rows.map(accountOf);
};

type Newcomer = Parameters<Tx["people"]["ensure"]>[1] & { acted: boolean };

const add = async ({ q }: Room, account: Account, as: Newcomer) => {
  const row: PersonRow = {
    id: newId(),
    name: as.name,
    locale: as.locale ?? null,
    time_zone: as.timeZone ?? null,
    reminders: 1,
    quiet: null,
  };
  try {
    await q("accounts").insert({
      platform: account.platform,
      user_id: account.userId,
      person_id: row.id,
      last_used_at: as.now,
      unreachable: 0,
      acted: as.acted ? 1 : 0,
    });
  } catch (error) {
    throw isDuplicate(error) ? new LostRace("account") : error;
  }
  await q("people").insert(row);
  return personOf(row);
};
