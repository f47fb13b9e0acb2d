// Tests: updates as Telegram brings them of guests who answer a party in its group.
import type { Seen } from "../../fakes/telegram/index.ts";

/** A guest's answer, by a tap on the card or in words. */
export const answerOf = (at: number, card: Seen, code: string): Record<string, unknown> => {
  const from = { id: 900_000 + at, is_bot: false, first_name: `Guest ${at}`, language_code: "en" };
  const chat = { id: card.chatId, type: "supergroup", title: "Kitchen" };
  const answer = ["going", "maybe", "no", "going"][at % 4] as string;
  if (at % 2 === 0) return tapOf(at, card, `rsvp ${code} ${answer}`);
  const text = `/rsvp ${code} ${answer}`;
  const entities = [{ type: "bot_command", offset: 0, length: 5 }];
  return { message: { message_id: 50_000 + at, date: 1, from, chat, text, entities } };
};

/** A guest's tap on the card's button with this data. */
export const tapOf = (at: number, card: Seen, data: string): Record<string, unknown> => ({
  callback_query: {
    id: `q${at} ${data}`,
    from: { id: 900_000 + at, is_bot: false, first_name: `Guest ${at}`, language_code: "en" },
    chat_instance: "1",
    message: {
      message_id: card.messageId,
      chat: { id: card.chatId, type: "supergroup", title: "Kitchen" },
      date: 0,
    },
    data,
  },
});

/** The code of the party that a card shows. */
export const codeOn = (card: Seen): string => /rsvp (\w{8})/.exec(JSON.stringify(card.buttons))?.[1] ?? "";
