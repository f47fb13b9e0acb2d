// Delivery: what this room says to the log: names of events and kinds, never a text, a name or a platform's id.

export type DeliveryLog = {
  warn(fields: Record<string, unknown>, event: string): void;
  error(fields: Record<string, unknown>, event: string): void;
};

/** What may be logged of something thrown: its class alone, for messages can hold what a person wrote. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
