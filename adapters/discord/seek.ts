// Discord: whether a message went out already whose answer never came: by its nonce for some minutes, and by its mark after that.
import * as z from "zod";
import type { Instant } from "../../src/core.ts";
import { CODES, codeOf } from "./faults.ts";
import { hasMark } from "./mark.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Bot } from "./parts.ts";

const MINUTE = 60_000;
/** `enforce_nonce` finds what was posted "in the past few minutes": that many are sure. */
export const NONCE_WINDOW = 2 * MINUTE;
/** Our clock and Discord's need not agree. */
const SLACK = 5 * MINUTE;
/** A clock that was ahead and went back does not tell when it was: so far back is looked. */
const SLACK_BACK = 60 * MINUTE;
const PAGE = 100;
/** A channel in which more was said since is not read to its end. */
const PAGES_MAX = 50;
/** https://discord.com/developers/docs/reference#snowflakes */
const EPOCH = 1_420_070_400_000;
const KEPT_MAX = 1_000;

const page = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    embeds: z.array(z.object({ url: z.string().nullish() })),
  }),
);

type Seeking = { bot: Bot; outgoing: Outgoing };
type Sought = { channel: string; mark: string; triedAt?: Instant };

/** The id of our message with this mark, where one was posted after `triedAt`. Rejects as `outgoing` does. */
export type Seek = (seeking: Seeking, sought: Sought) => Promise<string | undefined>;

/** A search that had to stop, since the channel may be read only so often, goes on where it was. */
export const createSeek = (): Seek => {
  const begun = new Map<string, { after: string; pages: number }>();
  return async (seeking, { channel, mark, triedAt }) => {
    const now = seeking.bot.clock.now();
    if (triedAt === undefined || (triedAt <= now && now - triedAt < NONCE_WINDOW)) return undefined;
    const key = `${channel} ${mark}`;
    let { after, pages } = begun.get(key) ?? {
      after: snowflakeAt(triedAt > now ? now - SLACK_BACK : triedAt - SLACK),
      pages: 0,
    };
    for (; pages < PAGES_MAX; pages += 1) {
      if (begun.size >= KEPT_MAX) begun.clear();
      begun.set(key, { after, pages });
      const messages = await read(seeking, channel, after);
      const found = messages.find(({ author, embeds }) => author.id === seeking.bot.me.userId && hasMark(embeds, mark));
      if (found || messages.length < PAGE) {
        begun.delete(key);
        return found?.id;
      }
      after = messages.map(({ id }) => id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b), after);
    }
    begun.delete(key);
    return undefined;
  };
};

/** Where the history is closed to the bot nothing is found: Discord answers with an empty list, or refuses. */
const read = async ({ bot, outgoing }: Seeking, channel: string, after: string): Promise<z.infer<typeof page>> => {
  try {
    return page.parse(await outgoing(bot, "get", `/channels/${channel}/messages?limit=${PAGE}&after=${after}`));
  } catch (error) {
    const code = codeOf(error);
    if (code === CODES.noAccess || code === CODES.noPermission) return [];
    throw error;
  }
};

const snowflakeAt = (at: Instant): string => String(BigInt(Math.max(0, Math.floor(at) - EPOCH)) << 22n);
