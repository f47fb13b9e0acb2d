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

/** Table → column → its type. */
type Columns = Readonly<Record<string, Readonly<Record<string, string>>>>;

const each = (columns: Columns): [table: string, name: string, type: string][] =>
  Object.entries(columns).flatMap(([table, own]) =>
    Object.entries(own).map(([name, type]): [string, string, string] => [table, name, type]),
  );

/** Adds each column that is not there yet. */
export const addColumns = async (knex: Knex, columns: Columns): Promise<void> => {
  for (const [table, name, type] of each(columns)) {
    if (await knex.schema.hasColumn(table, name)) continue;
    await knex.raw(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
  }
};

export const dropColumns = async (knex: Knex, columns: Columns): Promise<void> => {
  for (const [table, name] of each(columns)) {
    if (await knex.schema.hasColumn(table, name)) await knex.raw(`ALTER TABLE ${table} DROP COLUMN ${name}`);
  }
};

/** Index → its table and columns. */
type Indexes = Readonly<Record<string, { table: string; columns: string }>>;

/** Adds each index that is not there yet. MySQL has no `IF NOT EXISTS` for indexes. */
export const addIndexes = async (knex: Knex, indexes: Indexes): Promise<void> => {
  for (const [name, { table, columns }] of Object.entries(indexes)) {
    if (await hasIndex(knex, table, name)) continue;
    await knex.raw(`CREATE INDEX ${name} ON ${table} (${columns})`);
  }
};

export const dropIndexes = async (knex: Knex, indexes: Indexes): Promise<void> => {
  for (const [name, { table }] of Object.entries(indexes)) {
    if (!(await hasIndex(knex, table, name))) continue;
    await knex.raw(`DROP INDEX ${name}${knex.client.driverName === "mysql2" ? ` ON ${table}` : ""}`);
  }
};

const hasIndex = async (knex: Knex, table: string, name: string): Promise<boolean> => {
  if (knex.client.driverName !== "mysql2")
    return (await knex("sqlite_master").where({ type: "index", name }).first("name")) !== undefined;
  const [rows] = (await knex.raw(`SHOW INDEX FROM ${table} WHERE Key_name = ?`, [name])) as [unknown[]];
  return rows.length > 0;
};
