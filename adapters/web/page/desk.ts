// Page: what this tab knows of the room, and its requests to the server, each with its bearer.
import type { ChatState, Joined, Said, Say, Suggestions, WireCommand } from "../wire.ts";
import type { Answered } from "./call.ts";
import { call } from "./call.ts";
import type { ChatName } from "./session.ts";

export type Desk = {
  me: Joined["me"];
  bearer: string;
  /** The room that the address names. */
  room: string | undefined;
  commands: readonly WireCommand[];
  people: ChatState["people"];
  say(body: Say): Promise<Answered<Said>>;
  read(chat: ChatName): Promise<Answered<ChatState>>;
  /** Fills the room with sample parties. */
  sample(): Promise<Answered<unknown>>;
  suggest(
    chat: ChatName,
    command: string,
    arg: string,
    typed: string,
    args: Record<string, string>,
  ): Promise<Suggestions["choices"]>;
};

export const makeDesk = ({ bearer, me }: Joined, room: string | undefined): Desk => ({
  me,
  bearer,
  room,
  commands: [],
  people: [],
  say: (body) => call<Said>("/playground/say", { bearer, body }),
  read: (chat) =>
    call<ChatState>(`/playground/chat/${chat}${room === undefined ? "" : `?room=${encodeURIComponent(room)}`}`, {
      bearer,
    }),
  sample: () => call("/playground/sample", { bearer, body: room === undefined ? {} : { room } }),
  async suggest(chat, command, arg, typed, args) {
    const body = { chat, command, arg, typed, args, ...(room !== undefined && { room }) };
    const found = await call<Suggestions>("/playground/suggest", { bearer, body });
    return "ok" in found ? (found.ok.choices ?? []) : [];
  },
});
