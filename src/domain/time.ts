// Domain: the unit of time. Everything that is stored or compared is an Instant; zones only matter when people read or write.

/** UTC milliseconds since 1970-01-01T00:00Z, whole. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
