// Config: what the environment says, read once at the start. Every fault is reported at once, with its remedy and without its value.
import { z } from "zod";
import type { Platform } from "./domain/chat.ts";
import { Secret } from "./domain/secret.ts";
import { readGeocoderUrl } from "./places/geocoder-url.ts";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** What is wrong with the environment: one line a fault, each naming the variable and the remedy, none holding a value. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `- ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

const SQLITE = /^sqlite:(?!:memory:)[^?#]+$/;

/** One host, or the nodes of a cluster by comma. */
const MYSQL =
  /^mysql:\/\/(?:[^@/\s]*@)?(?:\[[0-9a-f:.]+\]|[^\s:@/?#,[\]]+)(?::\d{1,5})?(?:,(?:\[[0-9a-f:.]+\]|[^\s:@/?#,[\]]+)(?::\d{1,5})?)*\/[^\s/?#]+(?:\?\S*)?$/i;

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    `${url.pathname}${url.search}${url.hash}${url.username}` === "/"
  );
}

/** OpenStreetMap's own, whose rules of use are kept: the attribution, who asks, nothing fetched ahead. */
const OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";

/** A tile address has {z}, {x} and {y} for the browser to fill in, so the URL is judged with numbers in their place. */
function isTiles(text: string): boolean {
  return (
    ["{z}", "{x}", "{y}"].every((part) => text.includes(part)) &&
    /^https?:$/.test(protocolOf(text.replace(/\{\w+\}/g, "1")))
  );
}

const isMapFile = (text: string): boolean => /^[^\0]+\.pmtiles$/.test(text) && protocolOf(text) === "";

const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : "");

/** `version:base64` pairs by comma, 32 bytes each, versions falling (the newest first). */
function isKeys(text: string): boolean {
  const pairs = text.split(",").map((pair) => /^([1-9]\d{0,8}):([A-Za-z0-9+/_-]{43}=?)$/.exec(pair.trim()));
  const versions = pairs.map((pair) => Number(pair?.[1] ?? 0));
  return versions.every((version, i) => version > 0 && (i === 0 || version < (versions[i - 1] ?? 0)));
}

/** `auto`, or `0-1/4`: the shards 0 to 1 of 4. Undefined when it is neither. */
function shardsIn(value: string): "auto" | { ids: number[]; of: number } | undefined {
  if (value === "auto") return "auto";
  const [, first, last = first, all] = /^(\d{1,4})(?:-(\d{1,4}))?\/(\d{1,4})$/.exec(value) ?? [];
  const [from, to, of] = [Number(first), Number(last), Number(all)];
  if (!(from <= to && to < of)) return undefined;
  return { ids: Array.from({ length: to - from + 1 }, (_, i) => from + i), of };
}

const text = (ok: (value: string) => boolean, remedy: string) => z.string().refine(ok, remedy);
const secret = (ok: (value: string) => boolean, remedy: string) =>
  text(ok, remedy).transform((value) => new Secret(value));
const whole = (from: number, to: number, remedy: string) =>
  text((value) => /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to, remedy).transform(Number);
const web = (what: string) =>
  text((value) => /^https?:$/.test(protocolOf(value)), `must be ${what}, starting with https:// or http://`).transform(
    (value) => value.replace(/\/+$/, ""),
  );
const solid = (value: string): boolean => /^\S+$/.test(value);

/** Each variable, by its own name. `.env.example` holds the same keys. */
const variables = {
  DATABASE_URL: secret(
    (value) => SQLITE.test(value) || MYSQL.test(value),
    "must be sqlite:<file> or mysql://user:password@host:3306/database (several hosts by comma for a cluster)",
  ).prefault("sqlite:./data/party.sqlite"),
  DATA_KEYS: secret(
    isKeys,
    "must be version:base64 pairs by comma, 32 bytes each, the newest (highest) version first; make a key with: openssl rand -base64 32",
  ).optional(),
  PUBLIC_URL: text(isOrigin, "must be where people reach this server, such as https://party.example, without a path")
    .transform((value) => new URL(value).origin)
    .optional(),
  HOST: text(
    (value) => /^[\w.:-]+$/.test(value),
    "must be an address to listen on, such as 127.0.0.1 or 0.0.0.0",
  ).prefault("127.0.0.1"),
  PORT: whole(0, 65_535, "must be a whole number from 0 to 65535 (0 takes any free port)").prefault("8080"),
  DISCORD_TOKEN: secret(solid, "must be the bot's token from the Discord developer portal, without spaces").optional(),
  DISCORD_API_URL: web("Discord's API address without the version").prefault("https://discord.com/api"),
  DISCORD_SHARDS: text(
    (value) => shardsIn(value) !== undefined,
    "must be auto, or this process's shards of all, such as 0-1/4",
  )
    .transform((value) => shardsIn(value) ?? ("auto" as const))
    .prefault("auto"),
  TELEGRAM_TOKEN: secret(
    (value) => /^\d+:[\w-]+$/.test(value),
    "must be the token that @BotFather gave: digits, a colon, letters",
  ).optional(),
  TELEGRAM_API_URL: web("the Bot API's address").prefault("https://api.telegram.org"),
  TELEGRAM_WEBHOOK_SECRET: secret(
    (value) => /^[\w-]{16,256}$/.test(value),
    "must be 16 to 256 letters, digits, _ or -; make one with: openssl rand -hex 32",
  ).optional(),
  GOOGLE_MAPS_API_KEY: secret(solid, "must be a key from the Google Cloud console, without spaces").optional(),
  GEOCODER_URL: text(
    (value) => readGeocoderUrl(value) !== undefined,
    "must be nominatim+https://… or photon+https://…, with the address of your own or a public one",
  ).optional(),
  MAP_TILES_URL: text(
    (value) => value === "none" || value === "google" || isMapFile(value) || isTiles(value),
    "must be a tile address with {z}, {x} and {y}, such as https://tiles.example/{z}/{x}/{y}.png, a file.pmtiles, google, or none",
  ).prefault(OSM_TILES),
  GOOGLE_MAPS_BROWSER_KEY: text(solid, "must be a key from the Google Cloud console, without spaces").optional(),
  OPERATOR_CHAT: text((value) => /^(discord|telegram):-?\d{1,20}$/.test(value), "must be discord:<id> or telegram:<id>")
    .transform((value) => {
      const [platform = "", chatId = ""] = value.split(":");
      return { platform: platform as Exclude<Platform, "web">, chatId };
    })
    .optional(),
  REDIS_URL: secret(
    (value) => /^rediss?:$/.test(protocolOf(value)),
    "must be redis://host:6379 or rediss://user:password@host:6379",
  ).optional(),
  LINES_PER_ADDRESS: whole(1, 10_000, "must be a whole number from 1 to 10000").prefault("100"),
  PLAYGROUND: z.enum(["on", "off"], "must be on or off").optional(),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(", ")}`).prefault("info"),
  DRAIN_SECONDS: whole(0, 120, "must be a whole number of seconds from 0 to 120").prefault("0"),
  READY_LATE_SECONDS: whole(1, 86_400, "must be a whole number of seconds from 1 to 86400").prefault("300"),
  RETENTION_DAYS: whole(1, 3_650, "must be a whole number of days from 1 to 3650").prefault("30"),
};

/** The names of every variable that is read. */
export const VARIABLES: readonly string[] = Object.keys(variables);

const schema = z.object(variables);

/** What one variable asks of another; judged on the raw text, so that it is told beside other faults. */
function missing(given: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  if (given["DATABASE_URL"]?.startsWith("mysql:") && !given["DATA_KEYS"])
    faults.push(
      "DATA_KEYS is required with mysql: set 1:<key>, with a key made by: openssl rand -base64 32, and keep a copy of it.",
    );
  if (given["TELEGRAM_WEBHOOK_SECRET"] && !given["TELEGRAM_TOKEN"])
    faults.push("TELEGRAM_TOKEN is required when TELEGRAM_WEBHOOK_SECRET is set.");
  if (given["TELEGRAM_WEBHOOK_SECRET"] && !given["PUBLIC_URL"])
    faults.push("PUBLIC_URL is required when TELEGRAM_WEBHOOK_SECRET is set: it is where Telegram sends to.");
  if (given["MAP_TILES_URL"] === "google" && !given["GOOGLE_MAPS_BROWSER_KEY"])
    faults.push(
      "GOOGLE_MAPS_BROWSER_KEY is required when MAP_TILES_URL is google: a key for the Map Tiles API, restricted to PUBLIC_URL as the website that may use it.",
    );
  return faults;
}

export type Config = ReturnType<typeof toConfig>;

/**
 * Reads the variables of `env`; an empty one counts as unset. `publicUrl` is undefined when it is to be taken from the address listened
 * on, `dataKeys` when the embedded database keeps its own keys. Throws `ConfigFault` with all that is wrong.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(VARIABLES.flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])));
  const read = schema.safeParse(given);
  const wrong = read.error?.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`) ?? [];
  const faults = [...wrong, ...missing(given)];
  if (!read.success || faults.length > 0) throw new ConfigFault(faults);
  return toConfig(read.data);
}

function toConfig(env: z.output<typeof schema>) {
  return {
    databaseUrl: env.DATABASE_URL,
    dataKeys: env.DATA_KEYS,
    publicUrl: env.PUBLIC_URL,
    host: env.HOST,
    port: env.PORT,
    discord: env.DISCORD_TOKEN && {
      token: env.DISCORD_TOKEN,
      apiUrl: env.DISCORD_API_URL,
      shards: env.DISCORD_SHARDS,
    },
    telegram: env.TELEGRAM_TOKEN && {
      token: env.TELEGRAM_TOKEN,
      apiUrl: env.TELEGRAM_API_URL,
      webhookSecret: env.TELEGRAM_WEBHOOK_SECRET,
    },
    googleMapsApiKey: env.GOOGLE_MAPS_API_KEY,
    geocoderUrl: env.GEOCODER_URL,
    mapTiles: tilesOf(env.MAP_TILES_URL, env.GOOGLE_MAPS_BROWSER_KEY),
    operatorChat: env.OPERATOR_CHAT,
    redisUrl: env.REDIS_URL,
    playground: env.PLAYGROUND ? env.PLAYGROUND === "on" : !env.DISCORD_TOKEN && !env.TELEGRAM_TOKEN,
    linesPerAddress: env.LINES_PER_ADDRESS,
    logLevel: env.LOG_LEVEL,
    drainSeconds: env.DRAIN_SECONDS,
    readyLateSeconds: env.READY_LATE_SECONDS,
    retentionDays: env.RETENTION_DAYS,
  };
}

/** What the maps are drawn with; undefined is the outline that comes along. The browser's key is no secret: every page shows it. */
function tilesOf(value: string, key = "") {
  if (value === "none") return undefined;
  if (value === "google") return { kind: value, key } as const;
  return isMapFile(value) ? ({ kind: "pmtiles", path: value } as const) : ({ kind: "template", url: value } as const);
}

/** Takes `.env` of the working directory, where there is one, into the environment; what is set already wins. */
export function loadEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
