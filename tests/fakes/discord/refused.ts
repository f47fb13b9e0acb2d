// The loopback Discord: how the server says no, in the words of the real one.
import type { Json } from "./types.ts";

/** An answer `{code, message, errors?}` with an HTTP status. `blame`: the bot did something wrong, and a test ought to know. */
export class Refused extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: Json | undefined;
  readonly blame: boolean;
  /** Seconds to wait. */
  readonly after: number | undefined;

  constructor(
    status: number,
    code: number,
    message: string,
    more: Partial<Pick<Refused, "errors" | "blame" | "after">> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = more.errors;
    this.blame = more.blame ?? true;
    this.after = more.after;
  }
}

/** What the world does to a bot that did nothing wrong: somebody left, closed their door, deleted a thing. */
const fate = (status: number, code: number, message: string) => (): Refused =>
  new Refused(status, code, message, { blame: false });
const wrong = (status: number, code: number, message: string) => (): Refused => new Refused(status, code, message);

export const refusals = {
  unauthorized: wrong(401, 0, "401: Unauthorized"),
  notFound: wrong(404, 0, "404: Not Found"),
  methodNotAllowed: wrong(405, 0, "405: Method Not Allowed"),
  notJson: wrong(400, 50109, "The request body contains invalid JSON."),
  tooLarge: wrong(413, 40005, "Request entity too large"),
  /** Discord passes it over; it is a mistake all the same. */
  unknownParameter: (name: string): Refused => new Refused(400, 50035, `The query's ${name} is not known here`),
  unknownApplication: wrong(404, 10002, "Unknown Application"),
  unknownChannel: fate(404, 10003, "Unknown Channel"),
  unknownGuild: fate(404, 10004, "Unknown Guild"),
  unknownMessage: fate(404, 10008, "Unknown Message"),
  unknownUser: wrong(404, 10013, "Unknown User"),
  unknownWebhook: wrong(404, 10015, "Unknown Webhook"),
  unknownInteraction: fate(404, 10062, "Unknown interaction"),
  unknownCommand: wrong(404, 10063, "Unknown application command"),
  unknownEvent: fate(404, 10070, "Unknown Guild Scheduled Event"),
  tooManyCommands: wrong(400, 30032, "Maximum number of application commands reached (100)"),
  tooManyCreates: wrong(400, 30034, "Max number of daily application command creates has been reached (200)"),
  tooManyEvents: fate(400, 30038, "Maximum number of guild scheduled events reached (100)"),
  tooManyLateEdits: (after: number): Refused =>
    new Refused(429, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later.", {
      blame: false,
      after,
    }),
  openingTooFast: wrong(403, 40003, "You are opening direct messages too fast."),
  invalidRecipient: wrong(400, 50033, "Invalid Recipient(s)"),
  alreadyAcknowledged: wrong(400, 40060, "Interaction has already been acknowledged."),
  missingAccess: fate(403, 50001, "Missing Access"),
  cannotHere: wrong(403, 50003, "Cannot execute action on a DM channel"),
  someoneElses: wrong(403, 50005, "Cannot edit a message authored by another user"),
  empty: wrong(400, 50006, "Cannot send an empty message"),
  closedDoor: fate(403, 50007, "Cannot send messages to this user"),
  missingPermissions: fate(403, 50013, "Missing Permissions"),
  tokenEnded: fate(401, 50027, "Invalid Webhook Token"),
  sharesNoServer: fate(403, 50278, "Cannot send messages to this user due to having no mutual guilds"),
  finishedEvent: wrong(400, 180000, "Cannot update a finished event"),
} as const;

export type FormFault = { code: string; message: string };

/** 50035: what is wrong with which field. Paths as Discord nests them: "components.0.components.1.label". */
export const invalidForm = (faults: ReadonlyMap<string, FormFault>): Refused => {
  const errors: Json = {};
  for (const [path, fault] of faults) {
    let at = errors;
    for (const step of path.split(".").filter(Boolean)) at = (at[step] ??= {}) as Json;
    at["_errors"] = [...((at["_errors"] as FormFault[] | undefined) ?? []), fault];
  }
  const first = [...faults].map(([path, { code, message }]) => `${path} ${code}: ${message}`);
  return new Refused(400, 50035, `Invalid Form Body\n${first.join("\n")}`, { errors });
};

export const invalid = (path: string, code: string, message: string): Refused =>
  invalidForm(new Map([[path, { code, message }]]));
