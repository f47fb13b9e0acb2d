// Domain: a human, who may have an account on several platforms.
import type { Account } from "./chat.ts";

export type PersonId = string;

export type Person = {
  id: PersonId;
  name: string;
  /** BCP 47, as the person chose it or the platform told it. */
  locale?: string;
  /** IANA name. */
  timeZone?: string;
  /** Whether reminders are wanted at all. */
  reminders: boolean;
  /** Their quiet hours, `off` or "23:00-07:30"; absent: the usual ones. */
  quiet?: string;
};

/** The Person who acts now, through one Account. */
export type Actor = { person: Person; account: Account };
