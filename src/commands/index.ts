// Commands: the registry. A new command is one file and one line here.
import type { Command } from "../chat/command.ts";
import { admit } from "./admit.ts";
import { calloff } from "./calloff.ts";
import { cancel } from "./cancel.ts";
import { create } from "./create.ts";
import { edit } from "./edit.ts";
import { guests } from "./guests.ts";
import { helpOver } from "./help.ts";
import { invite } from "./invite.ts";
import { link } from "./link.ts";
import { nearby } from "./nearby.ts";
import { nudge } from "./nudge.ts";
import { parties } from "./parties.ts";
import { remind } from "./remind.ts";
import { rsvp } from "./rsvp.ts";
import { settings } from "./settings.ts";
import { show } from "./show.ts";

/** Every command, in the order menus and help show them. */
export const commands: readonly Command[] = [
  create,
  invite,
  rsvp,
  nearby,
  parties,
  show,
  guests,
  edit,
  remind,
  nudge,
  calloff,
  cancel,
  settings,
  link,
  admit,
  helpOver(() => commands),
];
