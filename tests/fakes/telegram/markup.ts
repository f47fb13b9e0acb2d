// The loopback Bot API: keyboards and forced replies, and what the server refuses in them.
import { linkFault } from "./links.ts";
import { type Params, readObject } from "./params.ts";
import { bad, type Json, stricter } from "./refused.ts";
import type { Room } from "./state.ts";

const MOST = { buttons: 100, inRow: 8, dataBytes: 64, placeholder: 64, copied: 256 };
const STYLES = new Set(["danger", "success", "primary"]);

/** Throws if a markup is wrong for where it goes; `room` is undefined for what is sent by inline mode. */
export const readMarkup = (given: Json | undefined, room: Room | undefined, inlineOnly: boolean): Json | undefined => {
  if (given === undefined) return undefined;
  if ("inline_keyboard" in given) return inlineKeyboard(given, room);
  if (inlineOnly) throw bad("inline keyboard expected");
  if (room?.type === "channel") throw bad("reply keyboards and forced replies are not for channels");
  if ("keyboard" in given) return replyKeyboard(given, room);
  if ("remove_keyboard" in given) readObject("ReplyKeyboardRemove", "remove_keyboard!:bool selective:bool", given);
  else if ("force_reply" in given) forceReply(given);
  else throw bad("object expected as reply markup");
  return given;
};

const rowsOf = (value: unknown): Json[][] => {
  if (!Array.isArray(value) || value.some((row) => !Array.isArray(row)))
    throw bad("can't parse keyboard: expected an Array of Array");
  const rows = value as Json[][];
  if (rows.flat().length > MOST.buttons) throw bad("reply markup is too long");
  if (rows.some((row) => row.length > MOST.inRow)) throw stricter(`more than ${MOST.inRow} buttons in a row`);
  return rows;
};

const inlineKeyboard = (given: Json, room: Room | undefined): Json | undefined => {
  readObject("InlineKeyboardMarkup", "inline_keyboard!:array", given);
  const rows = rowsOf(given["inline_keyboard"]).filter((row) => row.length > 0);
  for (const button of rows.flat()) inlineButton(button, room);
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
};

const ACTIONS = [
  "url",
  "callback_data",
  "web_app",
  "login_url",
  "switch_inline_query",
  "switch_inline_query_current_chat",
  "switch_inline_query_chosen_chat",
  "copy_text",
  "callback_game",
  "pay",
];
const INLINE_BUTTON = `text!:string icon_custom_emoji_id:string style:string url:string callback_data:string web_app:object login_url:object
  switch_inline_query:string switch_inline_query_current_chat:string switch_inline_query_chosen_chat:object copy_text:object callback_game:object pay:bool`;

const inlineButton = (value: unknown, room: Room | undefined): void => {
  const button = readObject("InlineKeyboardButton", INLINE_BUTTON, value);
  looks(button);
  const actions = ACTIONS.filter((action) => button[action] !== undefined);
  if (actions.length === 0)
    throw bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (actions.length > 1) throw stricter(`a button with ${actions.join(" and ")}`);
  const data = button["callback_data"] as string | undefined;
  if (data !== undefined && (data === "" || Buffer.byteLength(data) > MOST.dataBytes)) throw bad("BUTTON_DATA_INVALID");
  if (button["url"] !== undefined) buttonUrl(button["url"] as string);
  if (button["web_app"] !== undefined) webApp(button["web_app"], room);
  if (button["copy_text"] !== undefined) copied(button["copy_text"]);
};

const looks = (button: Params): void => {
  if ((button["text"] as string).trim() === "")
    throw bad("can't parse inline keyboard button: Button text must be non-empty");
  if (button["style"] !== undefined && !STYLES.has(button["style"] as string))
    throw bad("invalid button style specified");
};

const buttonUrl = (url: string): void => {
  const fault = linkFault(url);
  if (fault !== undefined) throw bad(`inline keyboard button URL '${url}' is invalid: ${fault}`);
};

const webApp = (value: unknown, room: Room | undefined): void => {
  const { url } = readObject("WebAppInfo", "url!:string", value);
  if (room?.type !== "private") throw bad("BUTTON_TYPE_INVALID");
  if (!String(url).startsWith("https://"))
    throw bad(`inline keyboard button Web App URL '${String(url)}' is invalid: Only HTTPS links are allowed`);
};

const copied = (value: unknown): void => {
  const text = String(readObject("CopyTextButton", "text!:string", value)["text"]);
  if (text === "" || text.length > MOST.copied) throw bad("BUTTON_COPY_TEXT_INVALID");
};

const REPLY_KEYBOARD =
  "keyboard!:array is_persistent:bool resize_keyboard:bool one_time_keyboard:bool input_field_placeholder:string selective:bool";
const KEY = `text!:string icon_custom_emoji_id:string style:string request_users:object request_chat:object request_managed_bot:object
  request_contact:bool request_location:bool request_poll:object web_app:object`;

const replyKeyboard = (given: Json, room: Room | undefined): Json => {
  readObject("ReplyKeyboardMarkup", REPLY_KEYBOARD, given);
  for (const key of rowsOf(given["keyboard"]).flat()) {
    if (typeof key === "string") continue;
    const button = readObject("KeyboardButton", KEY, key);
    looks(button);
    if (button["request_location"] === true && room?.type !== "private")
      throw bad("location can be requested in private chats only");
    if (button["request_contact"] === true && room?.type !== "private")
      throw bad("phone number can be requested in private chats only");
  }
  placeholder(given);
  return given;
};

const forceReply = (given: Json): void => {
  readObject("ForceReply", "force_reply!:bool input_field_placeholder:string selective:bool", given);
  if (given["force_reply"] !== true) throw bad("force_reply must be true");
  placeholder(given);
};

const placeholder = (given: Json): void => {
  const words = given["input_field_placeholder"] as string | undefined;
  if (words !== undefined && (words === "" || words.length > MOST.placeholder))
    throw bad("input field placeholder must be 1-64 characters");
};
