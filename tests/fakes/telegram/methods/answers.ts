// The loopback Bot API: answers to taps and to inline queries.
import { readMarkup } from "../markup.ts";
import { isStartPayload } from "../links.ts";
import { flag, list, object, type Params, readObject, text, whole } from "../params.ts";
import { bad, type Json, stricter } from "../refused.ts";
import { BOT } from "../state.ts";
import { readText } from "../text.ts";
import type { Method } from "./house.ts";

const ALERT = 200;
const RESULTS = 50;

const answerTap: Method = {
  takes: "callback_query_id!:string text:string show_alert:bool url:string cache_time:int",
  run: ({ queries }, params) => {
    const id = text(params, "callback_query_id") ?? "";
    queries.check("callback", id);
    const words = text(params, "text") ?? "";
    if ([...words].length > ALERT) throw bad("MESSAGE_TOO_LONG");
    const url = text(params, "url");
    if (url !== undefined && !opensBot(url)) throw bad("URL_INVALID");
    queries.answer(id, { text: words, alert: flag(params, "show_alert"), ...(url !== undefined && { url }) });
    return true;
  },
};

/** Only links that open this bot may be answered. */
const opensBot = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname, searchParams } = new URL(url);
  const payload = searchParams.get("start");
  const ours = hostname === "t.me" && pathname === `/${BOT.username}`;
  const theirs = url.startsWith(`tg://resolve?domain=${BOT.username}`);
  return (ours || theirs) && payload !== null && isStartPayload(payload);
};

const ARTICLE = `type!:string id!:string title!:string input_message_content!:object reply_markup:object url:string description:string
  thumbnail_url:string thumbnail_width:int thumbnail_height:int`;
const CONTENT = "message_text!:string parse_mode:string entities:array link_preview_options:object";

/** Articles with text: the bot sends no other kind; another is refused rather than passed unread. */
const readResult = (value: unknown): Json => {
  const kind = (value as Json | null)?.["type"];
  if (kind !== "article") throw stricter(`inline result of type ${String(kind)} is not modelled`);
  const result = readObject("InlineQueryResultArticle", ARTICLE, value);
  const id = result["id"] as string;
  if (id === "" || Buffer.byteLength(id) > 64) throw bad("RESULT_ID_INVALID");
  const content = readObject("InputTextMessageContent", CONTENT, result["input_message_content"]);
  const marked = readText(content["message_text"] as string, {
    parseMode: text(content, "parse_mode"),
    entities: list(content, "entities"),
    limit: 4096,
    tooLong: "MESSAGE_TOO_LONG",
  });
  const markup = readMarkup(object(result, "reply_markup"), undefined, true);
  return { ...result, marked, ...(markup && { markup }) };
};

const answerInline: Method = {
  takes: "inline_query_id!:string results!:array cache_time:int is_personal:bool next_offset:string button:object",
  run: ({ queries }, params) => {
    const id = text(params, "inline_query_id") ?? "";
    queries.check("inline", id);
    const given = list(params, "results") ?? [];
    if (given.length > RESULTS) throw bad("RESULTS_TOO_MUCH");
    const results = given.map(readResult);
    if (new Set(results.map((result) => result["id"])).size !== results.length) throw bad("RESULT_ID_DUPLICATE");
    if (Buffer.byteLength(text(params, "next_offset") ?? "") > 64) throw bad("NEXT_OFFSET_INVALID");
    if ((whole(params, "cache_time") ?? 0) < 0) throw bad("cache_time must be non-negative");
    const button = params["button"] === undefined ? undefined : readButton(params["button"]);
    queries.answer(id, { results, personal: flag(params, "is_personal"), ...(button && { button }) });
    return true;
  },
};

const readButton = (value: unknown): Params => {
  const button = readObject("InlineQueryResultsButton", "text!:string web_app:object start_parameter:string", value);
  if ((button["start_parameter"] === undefined) === (button["web_app"] === undefined)) throw bad("BUTTON_INVALID");
  if (button["start_parameter"] !== undefined && !isStartPayload(button["start_parameter"] as string))
    throw bad("START_PARAM_INVALID");
  return button;
};

export const answerMethods: Record<string, Method> = {
  answerCallbackQuery: answerTap,
  answerInlineQuery: answerInline,
};
