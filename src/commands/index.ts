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
import { look } from "./look.ts";
import { nearby } from "./nearby.ts";
import { nudge } from "./nudge.ts";
import { onway } from "./onway.ts";
import { parties } from "./parties.ts";
import { pin } from "./pin.ts";
import { remind } from "./remind.ts";
import { rsvp } from "./rsvp.ts";
import { settings } from "./settings.ts";
import { show } from "./show.ts";
import { wish } from "./wish.ts";

/** Every command, in the order menus and help show them. */
export const commands: readonly Command[] = [
  create,
  invite,
  rsvp,
  nearby,
  wish,
  parties,
  show,
  guests,
  onway,
  edit,
  remind,
  nudge,
  calloff,
  cancel,
  settings,
  link,
  admit,
  pin,
  look,
  helpOver(() => commands),
];
