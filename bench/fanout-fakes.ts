// Bench: both platforms' fakes with their limits on, in a process of its own, and what came of a fan-out as they saw it.
import { startFakeDiscord } from "../tests/fakes/discord/index.ts";
import { startFakeTelegram } from "../tests/fakes/telegram/index.ts";

/** The groups' and the people's chats; a person's `chatId` is the private chat with the bot. */
export type Place = { url: string; token: string; groups: string[]; people: { userId: string; chatId: string }[] };
export type Places = { discord: Place; telegram: Place };
/** Of one platform: messages by whether they came, and when the last one did (epoch ms). */
export type Tally = { came: number; targets: number; repeated: number; refused: number; asked: number; lastAt: number };
export type Tallies = { discord: Tally; telegram: Tally; connected: boolean };

const SERVERS = 10;

const parties = Number(process.argv[2] ?? 100);
const guests = Number(process.argv[3] ?? 4);
const names = Array.from({ length: parties }, (_, at) => `Group ${at}`);
const people = Array.from({ length: parties * guests }, (_, at) => `Guest ${at}`);

const discord = await startFakeDiscord({ limits: true });
const servers = Array.from({ length: SERVERS }, (_, at) => discord.guild(`Server ${at}`));
const serverOf = (at: number) => servers[at % SERVERS] ?? discord.guild("One more");
const inDiscord: Place = {
  url: discord.url,
  token: discord.token,
  groups: names.map((name, at) => serverOf(at).channel(name).id),
  people: people.map((name, at) => {
    const user = discord.user(name);
    serverOf(at).add(user);
    return { userId: user.id, chatId: user.dm.id };
  }),
};

const telegram = await startFakeTelegram({ limits: true });
const founder = telegram.user("Ada", { started: true });
const inTelegram: Place = {
  url: telegram.url,
  token: telegram.token,
  groups: names.map((name) => {
    // The bot is there already: it greets nobody.
    const group = telegram.supergroup(name, [founder], { bot: false });
    group.room.bot = "member";
    return String(group.id);
  }),
  people: people.map((name) => {
    const { id } = telegram.user(name, { started: true });
    return { userId: String(id), chatId: String(id) };
  }),
};

type Sent = { to: string; ok: boolean; refused: boolean; at: number };

const tallyOf = (sent: readonly Sent[]): Tally => {
  const came = sent.filter((one) => one.ok);
  const targets = new Set(came.map((one) => one.to)).size;
  const refused = sent.filter((one) => one.refused).length;
  const lastAt = Math.max(0, ...came.slice(-1_000).map((one) => one.at));
  return { came: came.length, targets, repeated: came.length - targets, refused, asked: sent.length, lastAt };
};

const tallies = (): Tallies => ({
  connected: discord.gateway.ready().length > 0 && telegram.calls("getUpdates").length > 0,
  discord: tallyOf(
    discord.calls("POST /channels/:id/messages").map(({ path, status, at }) => {
      return { to: path, ok: status === 200, refused: status === 429, at };
    }),
  ),
  telegram: tallyOf(
    telegram.calls("sendMessage").map(({ params, answer, at }) => {
      const refused = answer?.ok === false && answer.error_code === 429;
      return { to: String(params["chat_id"]), ok: answer?.ok === true, refused, at };
    }),
  ),
});

process.on("message", (wish) => {
  process.send?.(wish === "places" ? ({ discord: inDiscord, telegram: inTelegram } satisfies Places) : tallies());
});
process.send?.("ready");
