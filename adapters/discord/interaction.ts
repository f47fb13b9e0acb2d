// Discord: an interaction as the gateway tells it: read once, typed from then on.
import { z } from "zod";

const id = z.string().regex(/^\d{1,20}$/);
const user = z.object({ id, username: z.string(), global_name: z.string().nullish(), bot: z.boolean().optional() });
const member = z.object({ nick: z.string().nullish(), permissions: z.string().optional() });

const leaf = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});
const option = leaf.extend({ options: z.array(leaf.extend({ options: z.array(leaf).optional() })).optional() });

const resolved = z.object({
  users: z.record(z.string(), user).optional(),
  members: z.record(z.string(), member).optional(),
  roles: z.record(z.string(), z.object({ id, name: z.string(), mentionable: z.boolean().optional() })).optional(),
  channels: z.record(z.string(), z.object({ id, name: z.string().nullish() })).optional(),
  messages: z.record(z.string(), z.object({ id, content: z.string() })).optional(),
});

/** A field of a form that came back: text has a value, choices and people have values. */
const field = z.object({ custom_id: z.string(), value: z.string().optional(), values: z.array(z.string()).optional() });

const data = z.object({
  name: z.string().optional(),
  type: z.number().optional(),
  options: z.array(option).optional(),
  resolved: resolved.optional(),
  target_id: id.optional(),
  custom_id: z.string().optional(),
  values: z.array(z.string()).optional(),
  /** Of a form: each field in a label. */
  components: z.array(z.object({ component: field.optional() })).optional(),
});

/** A row of buttons under the pressed message. */
const row = z.object({ components: z.array(z.object({ custom_id: z.string().optional() })).optional() });

const interaction = z
  .object({
    id,
    type: z.number(),
    token: z.string().min(1),
    guild_id: id.optional(),
    channel_id: id.optional(),
    channel: z.object({ id, name: z.string().nullish() }).optional(),
    context: z.number().nullish(),
    authorizing_integration_owners: z.record(z.string(), z.string()).optional(),
    app_permissions: z.string().optional(),
    member: member.extend({ user }).optional(),
    user: user.optional(),
    locale: z.string().optional(),
    message: z.object({ id, flags: z.number().optional(), components: z.array(row).optional().catch([]) }).optional(),
    data: data.optional(),
  })
  .transform(({ user: alone, member: inServer, channel_id: given, ...rest }, ctx) => {
    const by = inServer?.user ?? alone;
    const channelId = given ?? rest.channel?.id;
    if (!by || channelId === undefined) {
      ctx.addIssue({ code: "custom", message: "nobody did it, or nowhere" });
      return z.NEVER;
    }
    return { ...rest, by, channelId, ...(inServer && { member: inServer }) };
  });

export type Interaction = z.output<typeof interaction>;
export type Data = z.output<typeof data>;
export type Resolved = z.output<typeof resolved>;
export type Option = z.output<typeof option>;

export const KINDS = { command: 2, component: 3, completion: 4, form: 5 } as const;

/** Undefined for what is no interaction with somebody. */
export const readInteraction = (raw: unknown): Interaction | undefined => interaction.safeParse(raw).data;
