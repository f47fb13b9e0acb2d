// The loopback Discord: what it offers to tests. People act as they do in Discord's own apps; the bot is spoken to over REST and gateway alone.

export type Json = Record<string, unknown>;

/** A button or menu as a person sees it. */
export type SeenButton = { label: string; url?: string; disabled?: boolean; style?: number };
export type SeenSelect = {
  kind: "string" | "user";
  placeholder?: string;
  options: { label: string; value: string }[];
  max: number;
};

/** A message as a person reads it. `text` holds all that can be read: content, embeds, labels of fields; mentions as `@Name`. */
export type Seen = {
  messageId: string;
  channelId: string;
  title: string;
  text: string;
  buttons: SeenButton[];
  selects: SeenSelect[];
  ephemeral: boolean;
  /** User and role ids that were notified. */
  pinged: string[];
  editedAt?: number;
  /** The message object as the API shows it. */
  raw: Json;
};

export type ModalField = {
  customId: string;
  label: string;
  description?: string;
  kind: "text" | "select" | "users";
  value?: string;
  required: boolean;
  options?: { label: string; value: string }[];
  /** Characters of a text, or how many may be chosen. */
  min: number;
  max: number;
  /** People who stand in it already, by their ids. */
  chosen?: string[];
};
export type Modal = { title: string; fields: ModalField[]; customId: string };

/** How an interaction was answered. The promise of one resolves when the bot has answered finally: nothing is pending any more. */
export type Outcome = {
  /** The first acknowledgement; `none`: nothing came within three seconds, and Discord shows "did not respond". */
  first: "message" | "deferred" | "update" | "deferredUpdate" | "modal" | "choices" | "none";
  /** Real milliseconds to the first acknowledgement. */
  afterMs: number;
  modal?: Modal;
  choices?: { name: string; value: string | number }[];
  /** The answer and follow-ups, as they stand now. Deferred and never answered: empty. */
  messages: Seen[];
};

/** Options of a slash command by name: text and numbers as typed, people and roles and channels as themselves. */
export type OptionValue = string | number | boolean | FakeUser | FakeRole | FakeChannel;

export type FakeUser = {
  readonly id: string;
  readonly name: string;
  readonly dm: FakeChannel;
  /** Whether others may write to them in private. */
  dms(open: boolean): void;
  /** `command` as typed without the slash: "party create". Commands that are not offered there, and options that are not registered, reject. */
  slash(where: FakeChannel, command: string, options?: Record<string, OptionValue>): Promise<Outcome>;
  /** What is offered while `focused` is typed. */
  completes(
    where: FakeChannel,
    command: string,
    options: Record<string, OptionValue>,
    focused: string,
  ): Promise<Outcome>;
  /** A message's or a person's context menu. */
  menu(where: FakeChannel, name: string, target: Seen | FakeUser): Promise<Outcome>;
  /** Presses a button of a message they can see, by its label. */
  presses(message: Seen, label: string): Promise<Outcome>;
  /** Chooses in the first select of the message that has these options; people by themselves. */
  selects(message: Seen, values: readonly (string | FakeUser)[]): Promise<Outcome>;
  /** Sends a modal that was opened for them, once; fields that are not named keep their value. Rejects what the app would not send. */
  submits(modal: Modal, values: Record<string, string | readonly FakeUser[]>): Promise<Outcome>;
  /** Types a plain message. */
  says(where: FakeChannel, text: string): Seen;
  /** What they can read in a channel now, their own ephemeral messages included, oldest first. */
  reads(channel: FakeChannel): Seen[];
};

export type FakeRole = { readonly id: string; readonly name: string };

export type FakeChannel = {
  readonly id: string;
  readonly guildId?: string;
  readonly name: string;
  /** What everybody in it reads, oldest first. */
  seen(): Seen[];
  /** A person or the bot deletes a message. */
  remove(message: Seen): void;
  /** The bot loses what it needs to see and write here. */
  closes(): void;
};

export type ScheduledEvent = {
  id: string;
  name: string;
  description?: string;
  location?: string;
  startsAt: number;
  endsAt?: number;
  /** 1 scheduled, 2 active, 3 completed, 4 cancelled. */
  status: number;
};

export type FakeGuild = {
  readonly id: string;
  readonly name: string;
  channel(name: string): FakeChannel;
  role(name: string, members: readonly FakeUser[]): FakeRole;
  add(user: FakeUser, opts?: { manageEvents?: boolean; nick?: string }): void;
  events(): ScheduledEvent[];
  /** Removes the bot. */
  kicksBot(): void;
  /** From now on the bot sees no message that was there before it looked. */
  hidesHistory(): void;
};

/** A request the bot made over REST. `route` has ids replaced: "POST /channels/:id/messages". */
export type Call = { method: string; path: string; route: string; body: unknown; at: number; status?: number };

/** What goes wrong with the next request of a route. `done`: Discord carries it out all the same. */
export type Fault =
  | { status: number; code?: number; message?: string; done?: boolean }
  | { limited: "user" | "shared" | "global"; retryAfter: number }
  | { reset: true; done?: boolean }
  | { never: true; done?: boolean };

export type Gateway = {
  /** Shards that are ready now. */
  ready(): { id: number; of: number }[];
  /** Cuts connections (of one shard, or all); they may resume. What happens meanwhile is kept and replayed on resume. */
  drop(shard?: number): void;
  /** Closes with a code (4004, 4013, 4014, …). */
  close(code: number): void;
  /** Says that the session is invalid; `resumable` as op 9's data. */
  invalidate(resumable: boolean): void;
  /** Asks to reconnect (op 7). */
  asksReconnect(): void;
  /** No more heartbeat acknowledgements. */
  freezes(on: boolean): void;
  /** The last interaction event comes once more, as it was. */
  repeatLast(): void;
  identifies(): number;
  resumes(): number;
  /** Events sent and not yet taken up by a connection. */
  waiting(): number;
};

export type FakeDiscord = {
  /** For DISCORD_API_URL. */
  url: string;
  token: string;
  applicationId: string;
  botId: string;
  guild(name: string, opts?: { locale?: string; installed?: boolean }): FakeGuild;
  user(name: string, opts?: { locale?: string }): FakeUser;
  /** A private channel of people where the bot was brought along by one of them as their own app. */
  groupDm(members: readonly FakeUser[]): FakeChannel;
  gateway: Gateway;
  /** The commands registered now, as JSON. */
  commands(): Json[];
  calls(route?: string): Call[];
  forgetCalls(): void;
  failNext(route: string, fault: Fault | readonly Fault[]): void;
  /** Rate limits as the real one has them (off by default): per-route buckets, 50 a second, 5 messages in 5 seconds a channel. */
  limits(on: boolean): void;
  /** Two or more shards from the next connection on. */
  shards(count: number): void;
  /** How many times something was refused that the real Discord refuses for being wrong (not for limits or injected faults). */
  refused(): { route: string; message: string }[];
  /** Resolves when the bot has nothing in hand: no request on its way, and no interaction acknowledged for later and not yet answered. */
  quiet(): Promise<void>;
  /** Resolves once the predicate holds, looked at after each change of the server; rejects after `ms` of real time (5,000). */
  until(predicate: () => boolean, ms?: number): Promise<void>;
  close(): Promise<void>;
};

/** `heartbeatMs`: how often the gateway wants to hear of each connection; 41,250 unless told. */
export type FakeDiscordOptions = { now?: () => number; limits?: boolean; token?: string; heartbeatMs?: number };
