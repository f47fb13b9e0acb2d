// The loopback Bot API: the bot's menus and descriptions.
import { list, object, type Params, readObject, text, whole } from "../params.ts";
import { roomNamed } from "../reach.ts";
import { bad, type Json, stricter } from "../refused.ts";
import type { Settings } from "../settings.ts";
import type { State } from "../state.ts";
import type { Method } from "./house.ts";

const WHERE = "scope:object language_code:string";
const MOST = { commands: 100, name: 32, about: 256, description: 512, shortDescription: 120, botName: 64 };

const SCOPES: Record<string, string> = {
  default: "type!:string",
  all_private_chats: "type!:string",
  all_group_chats: "type!:string",
  all_chat_administrators: "type!:string",
  chat: "type!:string chat_id!:chat",
  chat_administrators: "type!:string chat_id!:chat",
  chat_member: "type!:string chat_id!:chat user_id!:int",
};

const placeOf = (state: State, params: Params): string => {
  const scope = object(params, "scope") ?? { type: "default" };
  const table = SCOPES[String(scope["type"])];
  if (table === undefined) throw bad("can't parse BotCommandScope: Unsupported type specified");
  readObject("BotCommandScope", table, scope);
  if (scope["chat_id"] !== undefined) roomNamed(state, scope);
  const at = [scope["type"], scope["chat_id"], scope["user_id"]].filter((part) => part !== undefined).join(":");
  return `${at}/${languageOf(params)}`;
};

const languageOf = (params: Params): string => {
  const language = text(params, "language_code") ?? "";
  if (language !== "" && !/^[a-z]{2}$/.test(language)) throw bad("invalid language code specified");
  return language;
};

const readCommand = (value: unknown): Json => {
  const { command, description } = readObject("BotCommand", "command!:string description!:string", value);
  if (!new RegExp(`^[a-z0-9_]{1,${MOST.name}}$`).test(String(command))) throw bad("BOT_COMMAND_INVALID");
  const about = String(description).trim();
  if (about === "" || [...about].length > MOST.about) throw bad("BOT_COMMAND_DESCRIPTION_INVALID");
  return { command, description: about };
};

/** A text that has a limit and one version a language. */
const described = (field: string, of: (settings: Settings) => Map<string, string>, most: number): [Method, Method] => [
  {
    takes: `${field}:string language_code:string`,
    run: ({ settings, state }, params) => {
      const words = text(params, field) ?? "";
      if ([...words].length > most) throw bad(`${field.toUpperCase()}_TOO_LONG`);
      of(settings).set(languageOf(params), words);
      state.changed();
      return true;
    },
  },
  {
    takes: "language_code:string",
    run: ({ settings }, params) => ({ [field]: of(settings).get(languageOf(params)) ?? of(settings).get("") ?? "" }),
  },
];

const readMenuButton = (given: Json | undefined): Json => {
  if (!given || given["type"] === "default") return { type: "default" };
  if (given["type"] === "commands") return readObject("MenuButtonCommands", "type!:string", given);
  if (given["type"] !== "web_app") throw bad("can't parse menu button: Unsupported type specified");
  const button = readObject("MenuButtonWebApp", "type!:string text!:string web_app!:object", given);
  if (String(button["text"]).trim() === "") throw bad("can't parse menu button: text must be non-empty");
  const { url } = readObject("WebAppInfo", "url!:string", button["web_app"]);
  if (!String(url).startsWith("https://"))
    throw bad(`menu button Web App URL '${String(url)}' is invalid: Only HTTPS links are allowed`);
  return button;
};

const menuButtonOf = (state: State, params: Params): number => {
  const id = whole(params, "chat_id");
  if (id !== undefined && roomNamed(state, params).type !== "private")
    throw stricter("a menu button in a chat that is not private");
  return id ?? 0;
};

const [setMyName, getMyName] = described("name", (settings) => settings.name, MOST.botName);
const [setMyDescription, getMyDescription] = described(
  "description",
  (settings) => settings.description,
  MOST.description,
);
const [setMyShortDescription, getMyShortDescription] = described(
  "short_description",
  (settings) => settings.shortDescription,
  MOST.shortDescription,
);

export const menuMethods: Record<string, Method> = {
  setMyName,
  getMyName,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
  setMyCommands: {
    takes: `commands!:array ${WHERE}`,
    run: ({ state, settings }, params) => {
      const commands = (list(params, "commands") ?? []).map(readCommand);
      if (commands.length > MOST.commands) throw bad("BOT_COMMANDS_TOO_MUCH");
      if (new Set(commands.map((one) => one["command"])).size !== commands.length) throw stricter("a command twice");
      settings.commands.set(placeOf(state, params), commands);
      state.changed();
      return true;
    },
  },
  getMyCommands: {
    takes: WHERE,
    run: ({ state, settings }, params) => settings.commands.get(placeOf(state, params)) ?? [],
  },
  deleteMyCommands: {
    takes: WHERE,
    run: ({ state, settings }, params) => {
      settings.commands.delete(placeOf(state, params));
      state.changed();
      return true;
    },
  },
  setChatMenuButton: {
    takes: "chat_id:int menu_button:object",
    run: ({ state, settings }, params) => {
      settings.menuButton.set(menuButtonOf(state, params), readMenuButton(object(params, "menu_button")));
      state.changed();
      return true;
    },
  },
  getChatMenuButton: {
    takes: "chat_id:int",
    run: ({ state, settings }, params) => {
      const { menuButton } = settings;
      return menuButton.get(menuButtonOf(state, params)) ?? menuButton.get(0) ?? { type: "default" };
    },
  },
};
