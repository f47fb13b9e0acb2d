// The loopback Discord: what the gateway tells of the bot and of servers, with every field that a library may look at.
import { memberJson, userJson } from "./messages-json.ts";
import { permissionsOf } from "./permissions.ts";
import { channelJson, roleJson } from "./rest-places.ts";
import { iso } from "./snowflake.ts";
import type { Guild, Person, State } from "./state.ts";
import type { Json } from "./types.ts";

/** A member with what they may do, as interactions carry them. */
export const actingMember = (state: State, guild: Guild, person: Person): Json => ({
  ...memberOf(state, guild, person),
  user: userJson(person),
  permissions: String(permissionsOf(guild, person.id)),
});

export const memberOf = (state: State, guild: Guild, person: Person): Json =>
  memberJson(guild.members.get(person.id) ?? { roles: new Set(), permissions: 0n, joinedAt: state.now() });

export const serverJson = (state: State, guild: Guild): Json => ({
  id: guild.id,
  name: guild.name,
  owner_id: guild.ownerId,
  preferred_locale: guild.locale,
  joined_at: iso(guild.members.get(state.bot.id)?.joinedAt ?? state.now()),
  large: false,
  unavailable: false,
  member_count: guild.members.size,
  roles: [...guild.roles.values()].map(roleJson),
  channels: [...guild.channels.values()].filter((one) => !one.deleted).map((one) => channelJson(state, one)),
  // Without the intent for members a bot is told of itself alone.
  members: [{ ...memberOf(state, guild, state.bot), user: userJson(state.bot) }],
  threads: [],
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  emojis: [],
  stickers: [],
  features: [],
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  premium_tier: 0,
  premium_progress_bar_enabled: false,
  system_channel_flags: 0,
  system_channel_id: null,
  afk_channel_id: null,
  afk_timeout: 300,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  vanity_url_code: null,
});

type Connected = { id: string; shard: { id: number; of: number } };

export const readyJson = (state: State, guilds: readonly Guild[], { id, shard }: Connected, url: string): Json => ({
  v: 10,
  user: { ...userJson(state.bot), email: null, verified: true, mfa_enabled: false, flags: 0 },
  guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
  session_id: id,
  resume_gateway_url: url,
  shard: [shard.id, shard.of],
  application: { id: state.applicationId, flags: 0 },
  session_type: "normal",
  private_channels: [],
});
