// Store: people and their accounts.
import type { Account } from "../domain/chat.ts";
import { newId } from "../safety/tokens.ts";
import { isDuplicate, LostRace } from "./fault.ts";
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
  byAccounts: async (accounts) => {
    if (accounts.length === 0) return [];
    const rows: AccountsRow[] = await q("accounts").where((one) => {
      for (const platform of new Set(accounts.map((account) => account.platform))) {
        const ids = accounts.filter((account) => account.platform === platform).map((account) => account.userId);
        one.orWhere((own) => own.where({ platform }).whereIn("user_id", ids));
      }
    });
    const people = new Map(rows.map((row) => [`${row.platform}:${row.user_id}`, row.person_id]));
    return accounts.map((account) => people.get(`${account.platform}:${account.userId}`));
  },
  accountsOf: (id) => accountsOf(q, [id]),
  accountsOfMany: (ids) => accountsOf(q, ids),
});

export const peopleWrites = (room: Room): Tx["people"] => ({
  ...peopleReads(room),
  ensure: async (account, as) => {
    const { q } = room;
    const known = await found(room, account);
    if (!known) return add(room, account, as);
    if (known.last_used_at < as.now || known.unreachable === 1) {
      await q("accounts")
        .where(accountKey(account))
        .update({ last_used_at: Math.max(as.now, known.last_used_at), unreachable: 0 });
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
    const row: PersonRow | undefined = await found(room, account);
    return row ? personOf(row) : add(room, account, { name, now });
  },
  set: async (id, patch) => {
    const columns = {
      ...(patch.locale !== undefined && { locale: patch.locale }),
      ...(patch.timeZone !== undefined && { time_zone: patch.timeZone }),
      ...(patch.reminders !== undefined && { reminders: patch.reminders ? 1 : 0 }),
    };
    if (Object.keys(columns).length > 0) await room.q("people").where({ id }).update(columns);
  },
});

const accountKey = (account: Account) => ({
  "accounts.platform": account.platform,
  "accounts.user_id": account.userId,
});

type Found = PersonRow & Pick<AccountsRow, "last_used_at" | "unreachable">;

const found = ({ q }: Pick<Room, "q">, account: Account): Promise<Found | undefined> =>
  q("accounts")
    .join("people", "people.id", "accounts.person_id")
    .where(accountKey(account))
    .first([...PERSON, "accounts.last_used_at", "accounts.unreachable"]);

const accountsOf = async (q: Room["q"], ids: readonly string[]) => {
  if (ids.length === 0) return [];
  const rows: AccountsRow[] = await q("accounts")
    .whereIn("person_id", ids)
    .orderBy(["unreachable", { column: "last_used_at", order: "desc" }, "platform", "user_id"]);
  return rows.map(accountOf);
};

const add = async ({ q }: Room, account: Account, as: Parameters<Tx["people"]["ensure"]>[1]) => {
  const row: PersonRow = {
    id: newId(),
    name: as.name,
    locale: as.locale ?? null,
    time_zone: as.timeZone ?? null,
    reminders: 1,
  };
  try {
    await q("accounts").insert({
      platform: account.platform,
      user_id: account.userId,
      person_id: row.id,
      last_used_at: as.now,
      unreachable: 0,
    });
  } catch (error) {
    throw isDuplicate(error) ? new LostRace("account") : error;
  }
  await q("people").insert(row);
  return personOf(row);
};
