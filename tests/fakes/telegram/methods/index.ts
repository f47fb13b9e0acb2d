// The loopback Bot API: every method it knows. Any other is 404.
import { answerMethods } from "./answers.ts";
import { chatMethods } from "./chats.ts";
import type { Method } from "./house.ts";
import { menuMethods } from "./menu.ts";
import { messageMethods } from "./messages.ts";
import { updateMethods } from "./updates.ts";

export const methods: Readonly<Record<string, Method>> = {
  ...updateMethods,
  ...messageMethods,
  ...answerMethods,
  ...menuMethods,
  ...chatMethods,
};
