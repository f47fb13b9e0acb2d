// The loopback Discord: what the bot may read about itself, servers and channels; and opening a private channel.
import { memberCounts } from "./permissions.ts";
import { invalid, refusals } from "./refused.ts";
import { channelNamed } from "./messages-routes.ts";
import { userJson } from "./messages-json.ts";
import type { House, Route } from "./router.ts";
import { type Channel, CHANNEL, type Guild, type Person, type Role, type State } from "./state.ts";
import type { Json } from "./types.ts";

const MINUTE = 60_000;
/** So many strangers may be written to first in a minute. Discord tells no number. */
const STRANGERS = 10;

/** Throws 10004 where there is no such server, or the bot is not in it. */
export const guildNamed = (state: State, id: string | undefined): Guild => {
  const guild = state.guilds.get(id ?? "");
  if (!guild?.installed) throw refusals.unknownGuild();
  return guild;
};

export const roleJson = (role: Role): Json => ({
  id: role.id,
  name: role.name,
  permissions: String(role.permissions),
  position: role.position,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  mentionable: role.mentionable,
  icon: null,
  unicode_emoji: null,
  flags: 0,
});

export const channelJson = (state: State, channel: Channel): Json => {
  const last = [...channel.messages.values()].findLast((one) => !one.deleted && one.ephemeralFor === undefined);
  const shared = { id: channel.id, type: channel.type, flags: 0, last_message_id: last?.id ?? null };
  if (channel.guild)
    return {
      ...shared,
      guild_id: channel.guild.id,
      name: channel.name,
      position: 0,
      parent_id: null,
      nsfw: false,
      topic: null,
      rate_limit_per_user: 0,
      permission_overwrites: [],
    };
  const others = [...channel.people].filter((id) => id !== state.bot.id);
  const recipients = others.flatMap((id) => state.people.get(id) ?? []).map(userJson);
  return { ...shared, recipients, ...(channel.type === CHANNEL.groupDm && { name: channel.name || null, icon: null }) };
};

/** A server as GET shows it. */
const guildJson = (guild: Guild): Json => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  description: null,
  home_header: null,
  splash: null,
  discovery_splash: null,
  features: [],
  banner: null,
  owner_id: guild.ownerId,
  application_id: null,
  region: "deprecated",
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_id: null,
  system_channel_flags: 0,
  widget_enabled: false,
  widget_channel_id: null,
  verification_level: 0,
  roles: [...guild.roles.values()].map(roleJson),
  default_message_notifications: 0,
  mfa_level: 0,
  explicit_content_filter: 0,
  max_presences: null,
  max_members: 500_000,
  max_stage_video_channel_users: 50,
  max_video_channel_users: 25,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  preferred_locale: guild.locale,
  rules_channel_id: null,
  safety_alerts_channel_id: null,
  public_updates_channel_id: null,
  premium_progress_bar_enabled: false,
  nsfw: false,
  nsfw_level: 0,
  emojis: [],
  stickers: [],
  incidents_data: null,
});

const openDm: Route["run"] = ({ state }, { body }) => {
  const given = body as Json | undefined;
  const id = given?.["recipient_id"];
  if (typeof id !== "string" || !/^\d{1,20}$/.test(id))
    throw invalid("recipient_id", "BASE_TYPE_REQUIRED", "This field is required");
  const extra = Object.keys(given ?? {}).find((name) => name !== "recipient_id");
  if (extra !== undefined) throw invalid(extra, "LOOPBACK_UNKNOWN_FIELD", "This field is not known here.");
  const person = state.people.get(id);
  if (!person || person.bot) throw refusals.invalidRecipient();
  if (!state.dms.has(id) && !person.acted) {
    const at = state.now();
    state.strangersMet = state.strangersMet.filter((one) => at - one < MINUTE && one <= at);
    if (state.strangersMet.length >= STRANGERS) throw refusals.openingTooFast();
    state.strangersMet.push(at);
  }
  return channelJson(state, state.dmWith(id));
};

const gateway: Route["run"] = ({ state }) => ({
  url: state.gateway.url,
  shards: state.gateway.shards,
  session_start_limit: {
    total: 1_000,
    remaining: state.gateway.identifiesLeft,
    reset_after: 86_400_000,
    max_concurrency: 1,
  },
});

const me: Route["run"] = ({ state }) => ({
  ...userJson(state.bot),
  verified: true,
  mfa_enabled: true,
  locale: "en-US",
  premium_type: 0,
  email: null,
});

const application: Route["run"] = ({ state }: House) => ({
  id: state.applicationId,
  name: state.bot.name,
  icon: null,
  description: "",
  type: null,
  bot: userJson(state.bot),
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: "0".repeat(64),
  flags: 0,
  flags_new: "0",
  eligible_oauth2_scopes: ["bot", "applications.commands"],
  redirect_uris: [],
  interactions_endpoint_url: null,
  role_connections_verification_url: null,
  owner: userJson(OWNER),
  team: null,
  approximate_guild_count: [...state.guilds.values()].filter((one) => one.installed).length,
  approximate_user_install_count: [...state.people.values()].filter((one) => one.hasApp).length,
  approximate_user_authorization_count: 0,
  explicit_content_filter: 0,
  integration_types_config: { "0": {}, "1": {} },
});

const OWNER: Person = {
  id: "80351110224678912",
  name: "Owner",
  globalName: "Owner",
  bot: false,
  locale: "en-US",
  dmsOpen: true,
  acted: false,
  hasApp: false,
};

export const placeRoutes: readonly Route[] = [
  { method: "GET", path: "/gateway/bot", bucket: { most: 2, ms: 5_000 }, run: gateway },
  { method: "GET", path: "/users/@me", run: me },
  { method: "GET", path: "/applications/@me", run: application },
  { method: "GET", path: "/oauth2/applications/@me", run: application },
  { method: "POST", path: "/users/@me/channels", bucket: { most: 10, ms: 10_000 }, run: openDm },
  {
    method: "GET",
    path: "/channels/:id",
    run: ({ state }, { ids: [id] }) => channelJson(state, channelNamed(state, id)),
  },
  {
    method: "GET",
    path: "/guilds/:id",
    query: "with_counts",
    run: ({ state }, { ids: [id] }) => guildJson(guildNamed(state, id)),
  },
  {
    method: "GET",
    path: "/guilds/:id/roles",
    run: ({ state }, { ids: [id] }) => [...guildNamed(state, id).roles.values()].map(roleJson),
  },
  {
    method: "GET",
    path: "/guilds/:id/roles/member-counts",
    run: ({ state }, { ids: [id] }) => memberCounts(guildNamed(state, id)),
  },
];
