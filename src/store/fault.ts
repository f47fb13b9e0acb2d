// Store: what the database reports, without the values that were bound: drivers print them, and they are names, ids and addresses.

/** `code` is the driver's word (`SQLITE_BUSY`, `ER_DUP_ENTRY`, `ECONNRESET`). The statement, with `?` for values, is in the message. */
export class DatabaseFault extends Error {
  override readonly name = "DatabaseFault";
  readonly code: string;
  constructor(code: string, detail?: string) {
    super(detail ? `${code} (${detail})` : code);
    this.code = code;
  }
}

/** The closure is to be run again from the start: another transaction made the same row first. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}

/** `detail` is given only where the driver's own words cannot hold a value. */
export const faultOf = (error: unknown, detail?: string): DatabaseFault => {
  if (error instanceof DatabaseFault) return error;
  const { code } = error as { code?: unknown };
  return new DatabaseFault(typeof code === "string" ? code : "UNKNOWN", detail);
};

const DUPLICATE = new Set(["ER_DUP_ENTRY", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"]);
const PASSING = new Set([
  "ER_LOCK_DEADLOCK", // 1213; on Galera also a conflict found at COMMIT
  "ER_LOCK_WAIT_TIMEOUT", // 1205
  "ER_CHECKREAD", // 1020: MariaDB's "record has changed since last read"
  "ER_TRANSACTION_ROLLBACK_DURING_COMMIT", // 3101: a conflict in an InnoDB cluster
  "SQLITE_BUSY",
  "SQLITE_BUSY_SNAPSHOT",
]);
const LOST = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_SEQUENCE_TIMEOUT",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ER_SERVER_SHUTDOWN",
  "ER_CON_COUNT_ERROR",
  "ER_QUERY_INTERRUPTED",
  "ER_CONNECTION_KILLED",
  "ER_NEW_ABORTING_CONNECTION",
  "ER_OPTION_PREVENTS_STATEMENT", // 1290: the node became read-only
  "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION", // 1792
  "ER_READ_ONLY_MODE", // 1836
  "ER_UNKNOWN_COM_ERROR", // 1047: a Galera node that is not ready says it to every statement
  "ER_ERROR_DURING_COMMIT", // 1180: a Galera node that lost the others; it may have been committed
  "ER_CLIENT_INTERACTION_TIMEOUT", // 4031
  "CLOSED",
  "NO_NODE", // every node of the cluster is out
]);

export const isDuplicate = (error: unknown): boolean => error instanceof DatabaseFault && DUPLICATE.has(error.code);

/** Whether this connection is of no more use, though the database may be. */
export const isLost = (error: unknown): boolean => error instanceof DatabaseFault && LOST.has(error.code);

/** Another process writes to the embedded database. */
export const isBusy = (error: unknown): boolean =>
  error instanceof DatabaseFault && error.code.startsWith("SQLITE_BUSY");

/** No connection came free in time. */
export const isCrowded = (error: unknown): boolean => error instanceof Error && error.name === "KnexTimeoutError";

/** Whether the same transaction may well succeed when it is run again. */
export const isPassing = (error: unknown): boolean =>
  error instanceof LostRace ||
  isLost(error) ||
  isCrowded(error) ||
  (error instanceof DatabaseFault && PASSING.has(error.code));
