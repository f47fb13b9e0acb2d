// Bench: the same fan-out through what others use: @discordjs/rest's own queue, and telegraf with its throttler.
import { setTimeout as rest } from "node:timers/promises";
import { REST, Routes } from "discord.js";
import { Telegram, TelegramError } from "telegraf";
import { telegrafThrottler } from "telegraf-throttler";
import type { Place } from "./fanout-fakes.ts";

const TEXT = "Tomorrow: Rooftop BBQ. Saturday 28 November 2026, 19:00 in Kreuzberg, Berlin.";

const chatsOf = ({ groups, people }: Place): string[] => {
  const each = people.length / groups.length;
  return groups.flatMap((group, at) => [group, ...people.slice(at * each, (at + 1) * each).map((one) => one.chatId)]);
};

/** As its users do: everything is handed over at once, and its queue waits for the limits. */
export const throughDiscordJs = async (place: Place): Promise<void> => {
  const client = new REST({ api: place.url, version: "10", timeout: 600_000 }).setToken(place.token);
  const body = { embeds: [{ title: "Rooftop BBQ", description: TEXT }] };
  await Promise.all(chatsOf(place).map((chat) => client.post(Routes.channelMessages(chat), { body })));
};

/** As its users do, and what Telegram refuses all the same is sent again when it says: the throttler alone would lose it. */
export const throughTelegraf = async (place: Place): Promise<void> => {
  const telegram = new Telegram(place.token, { apiRoot: place.url });
  // A middleware that takes the place of the context's `callApi`.
  const throttle = telegrafThrottler() as unknown as (context: object, next: () => Promise<void>) => Promise<void>;
  await throttle({ telegram }, async () => undefined);
  const send = async (chat: string): Promise<void> => {
    try {
      await telegram.sendMessage(chat, TEXT);
    } catch (error) {
      const after = error instanceof TelegramError ? error.response.parameters?.retry_after : undefined;
      if (after === undefined) throw error;
      await rest(after * 1_000);
      await send(chat);
    }
  };
  await Promise.all(chatsOf(place).map(send));
};
