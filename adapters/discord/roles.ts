// Discord: how many people a role is.
import { setTimeout as rest } from "node:timers/promises";
import { Routes } from "discord.js";
import * as z from "zod";
import type { Press } from "../../src/core.ts";
import { writeCrowd } from "../../src/core.ts";
import type { roleIn } from "./options.ts";
import type { Asked } from "./run.ts";

/** In milliseconds: who asks is answered without the count rather than late. */
const PATIENCE = 1_000;

const counts = z.record(z.string(), z.number());

/** The press with the role's size in it; as it is where Discord does not say in time. */
export const counted = async (
  { front, one }: Asked,
  press: Press,
  { arg, role }: NonNullable<ReturnType<typeof roleIn>>,
): Promise<Press> => {
  const asking = front.rest
    .get(`${Routes.guildRoles(one.guild_id ?? "")}/member-counts`, { signal: AbortSignal.timeout(PATIENCE) })
    .catch(() => undefined);
  const told = counts.safeParse(await Promise.race([asking, rest(PATIENCE, undefined, { ref: false })]));
  const size = told.data?.[role.id];
  if (size === undefined) return press;
  const crowd = writeCrowd({ platform: "discord", crowdId: role.id, name: role.name, size });
  return { ...press, args: { ...press.args, [arg]: crowd } };
};
