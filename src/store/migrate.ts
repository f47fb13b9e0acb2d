// Store: brings the tables up to date. To be called under the start lock.
import type { Knex } from "knex";
import type { Migration } from "../../migrations/index.ts";
import { MIGRATIONS } from "../../migrations/index.ts";

/** An explicit list, with names that carry no extension: knex's own reading of the folder differs between source and build. */
const sourceOf = (migrations: readonly Migration[]): Knex.MigrationSource<Migration> => ({
  getMigrations: () => Promise.resolve([...migrations]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve(migration),
});

/** Runs what has not run yet; returns the names. Frees the lock that knex leaves behind in a process that died while migrating. */
export const migrate = async (db: Knex, migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> => {
  const config = { migrationSource: sourceOf(migrations), tableName: "migrations" };
  await db.migrate.forceFreeMigrationsLock(config);
  const [, ran] = (await db.migrate.latest(config)) as [number, (string | Migration)[]];
  return ran.map((one) => (typeof one === "string" ? one : one.name));
};
