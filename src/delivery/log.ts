// Delivery: what this room says to the log: names of events and kinds, never a text, a name or a platform's id.

export type DeliveryLog = {
  warn(fields: Record<string, unknown>, event: string): void;
  error(fields: Record<string, unknown>, event: string): void;
};

/** A driver's own word (`ECONNRESET`, `ER_LOCK_DEADLOCK`): never a value. */
const CODE = /^[A-Z][A-Z0-9_]{2,60}$/;

/** What may be logged of something thrown: its class and its code alone, for messages can hold what a person wrote. */
export const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && CODE.test(code) ? `${error.name} ${code}` : error.name;
};
