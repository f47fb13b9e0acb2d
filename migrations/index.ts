// Migrations: the list, in the order they run. One that is on main is never edited; a new one is added at the end.
import type { Knex } from "knex";
import * as theHouse from "./0001-the-house.ts";
import * as linksAndServers from "./0002-links-and-servers.ts";
import * as remindersAndDelivery from "./0003-reminders-and-delivery.ts";
import * as areas from "./0005-areas.ts";
import * as onTheDay from "./0006-on-the-day.ts";
import * as soonest from "./0007-soonest.ts";
import * as claims from "./0008-claims.ts";

export type Migration = { name: string; up(knex: Knex): Promise<void>; down(knex: Knex): Promise<void> };

/** Names carry no extension, so that the list reads the same from source and when built. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "0001-the-house", ...theHouse },
  { name: "0002-links-and-servers", ...linksAndServers },
  { name: "0003-reminders-and-delivery", ...remindersAndDelivery },
  { name: "0005-areas", ...areas },
  { name: "0006-on-the-day", ...onTheDay },
  { name: "0007-soonest", ...soonest },
  { name: "0008-claims", ...claims },
];
