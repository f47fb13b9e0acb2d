// Migrations: one description of a table, written so that SQLite, MySQL and MariaDB take it, and so that it can be run again.
import type { Knex } from "knex";

export type Table = {
  name: string;
  /** `name TYPE …`, each in words all three databases know. `{serial}` is a number that counts up by itself and is the primary key. */
  columns: readonly string[];
  primary?: string;
  unique?: Readonly<Record<string, string>>;
  index?: Readonly<Record<string, string>>;
  /** The rows live in the primary key's own tree on SQLite, as they always do on InnoDB. */
  clustered?: boolean;
};

/** Makes each table and index that is not there yet: a migration that failed half-way is simply run again. */
export const makeTables = async (knex: Knex, tables: readonly Table[]): Promise<void> => {
  const statements = tables.flatMap(knex.client.driverName === "mysql2" ? onMysql : onSqlite);
  for (const sql of statements) await knex.raw(sql);
};

export const dropTables = async (knex: Knex, tables: readonly Table[]): Promise<void> => {
  for (const { name } of tables) await knex.raw(`DROP TABLE IF EXISTS ${name}`);
};

/** MySQL commits each DDL statement by itself, so the indexes stand in the same statement as their table. */
const onMysql = (table: Table): string[] => {
  const lines = [
    ...table.columns.map((column) => column.replace("{serial}", "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY")),
    ...(table.primary ? [`PRIMARY KEY (${table.primary})`] : []),
    ...Object.entries(table.unique ?? {}).map(([name, columns]) => `UNIQUE KEY ${name} (${columns})`),
    ...Object.entries(table.index ?? {}).map(([name, columns]) => `KEY ${name} (${columns})`),
  ];
  // The binary collation keeps codes, ids and tokens case-sensitive, as they are on SQLite.
  return [
    `CREATE TABLE IF NOT EXISTS ${table.name} (${lines.join(", ")}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
  ];
};

const onSqlite = (table: Table): string[] => {
  const lines = [
    ...table.columns.map((column) => column.replace("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT")),
    ...(table.primary ? [`PRIMARY KEY (${table.primary})`] : []),
  ];
  return [
    `CREATE TABLE IF NOT EXISTS ${table.name} (${lines.join(", ")})${table.clustered ? " WITHOUT ROWID" : ""}`,
    ...Object.entries(table.unique ?? {}).map(
      ([name, columns]) => `CREATE UNIQUE INDEX IF NOT EXISTS ${name} ON ${table.name} (${columns})`,
    ),
    ...Object.entries(table.index ?? {}).map(
      ([name, columns]) => `CREATE INDEX IF NOT EXISTS ${name} ON ${table.name} (${columns})`,
    ),
  ];
};
