// Support: a database as somebody reads it who has stolen it: every row of every table, as text.
import type { Connections } from "../../src/store/open.ts";
import { connect, disconnect } from "../../src/store/open.ts";

export const TABLES = [
  "people",
  "accounts",
  "chats",
  "parties",
  "cohosts",
  "party_cell",
  "rsvps",
  "invitations",
  "calendars",
  "cards",
  "drafts",
  "notes",
  "requests",
  "web_rooms",
  "web_messages",
  "web_bearers",
  "web_members",
  "leases",
  "memos",
  "link_codes",
  "servers",
  "wishes",
  "party_news",
];

/** Connections of their own to the same database, for as long as `work` runs. */
export const besides = async <T>(url: string, work: (connections: Connections) => Promise<T>): Promise<T> => {
  const connections = await connect(url);
  try {
    return await work(connections);
  } finally {
    await disconnect(connections);
  }
};

export const everyRow = (url: string): Promise<string> =>
  besides(url, async ({ writer }) => {
    const tables = await Promise.all(TABLES.map((table) => writer(table).select("*")));
    return JSON.stringify(tables);
  });
