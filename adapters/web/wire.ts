// Web: the shapes of what goes over HTTP and the WebSocket between the server and the pages. Imports nothing.

export type WireInline =
  | string
  | { bold: string }
  | { who: string }
  /** `text` is the time in words in the party's zone; `at` in ms lets the page add the viewer's own time. */
  | { at: number; timeZone: string; text: string }
  | { link: string; text: string };

/** `press` is a typed line without the slash ("rsvp k3x9q2bb going"); `open` an address; `reopen` a draft's id. */
export type WireButton = { label: string; tone?: "go" | "stop" } & (
  | { press: string }
  | { open: string }
  | { reopen: string }
);

export type WireView = {
  title: string;
  body?: WireInline[];
  fields?: { label: string; value: WireInline[] }[];
  buttons?: WireButton[][];
  map?: { area: { lat: number; lng: number }; url: string; exact?: { lat: number; lng: number } };
  /** The party's code: its cover is drawn from it. */
  party?: string;
  /** A card that is kept up to date. */
  card?: string;
};

export type WireArg = {
  name: string;
  about: string;
  kind: "short" | "long";
  schema: "text" | "when" | "until" | "place" | "integer" | "choice" | "party" | "people" | "zone";
  required: boolean;
  choices?: readonly string[];
};

export type WireAsk = {
  draft?: string;
  command: string;
  /** What was typed so far, by argument name. */
  args: Record<string, string>;
  missing: WireArg[];
  trouble?: { arg: string; words: string; choices?: { label: string; value: string }[] };
};

/** A message of a playground chat. `from: "bot"` has a view; a person's has text. */
export type WireMessage = {
  /** Grows within a chat. */
  id: number;
  messageId: string;
  at: number;
  from: "bot" | { userId: string; name: string };
  text?: string;
  view?: WireView;
  /** A party's page showed it to the guest. */
  seen?: true;
};

/** What a guest is told on a party's page. `id` names it, `at` is when it was said, in ms. */
export type WireNews = { id: string; at: number; title: string; text?: string };

export type WireReply =
  | { kind: "ask"; ask: WireAsk }
  | { kind: "done"; refused?: boolean; notice?: string; view?: WireView };

export type WireCommand = { name: string; about: string; example: string; args: WireArg[] };

/** `POST /playground/people {name, timeZone}` → 201. The bearer is shown once. */
export type Joined = { bearer: string; me: { userId: string; name: string } };
/** `GET /playground/chat/:chat` (`room` or `private`) → the last messages; `?room=` names the room. */
export type ChatState = {
  messages: WireMessage[];
  people: { userId: string; name: string; here: boolean }[];
  commands: WireCommand[];
};
/**
 * `POST /playground/say` → 200 `Said`. `id` is made by the page, so that a repeat runs once. A `text` that begins with "/" is a command,
 * seen by nobody else; `press` is a button's line; `draft` + `args` answers an ask.
 */
export type Say = {
  id: string;
  chat: "room" | "private";
  room?: string;
} & (
  | { text: string }
  | { press: string; on?: string }
  | { draft: string; command: string; args: Record<string, string> }
);
export type Said = { reply?: WireReply };
/** `POST /playground/suggest {chat, room, command, arg, typed, args}` → choices. */
export type Suggestions = { choices: { label: string; value: string }[] };

/** What a viewer may know of a party, ready to show. */
export type WireParty = {
  code: string;
  version: number;
  title: string;
  about?: string;
  hostName: string;
  startsAt: number;
  endsAt?: number;
  overAt: number;
  timeZone: string;
  /** The time in words, in the party's zone. */
  when: string;
  label: string;
  area?: { lat: number; lng: number };
  /** The party is within this many km of `area`. */
  areaKm: number;
  hasExact: boolean;
  /** `guess` names a pin that no host has confirmed: hosts alone are told of it. */
  exact?: { address?: string; point?: { lat: number; lng: number }; guess?: string };
  max?: number;
  plusMax: number;
  approval: boolean;
  findable: "invited" | "nearby";
  calledOff: boolean;
  going: number;
  maybe: number;
  waiting: number;
  guests?: readonly string[];
};
/** What concerns this viewer alone. */
export type WireMine = {
  role: string;
  name?: string;
  answer?: "invited" | "going" | "maybe" | "declined" | "waitlisted" | "requested";
  plus?: number;
  /** The place in the queue, from 1. */
  waiting?: number;
  /** Of a guest who is going: from when until when they may say that they are on their way, in ms, and what they said. */
  onWay?: { from: number; until: number; arrives?: WireArrival };
  /** For hosts: who is on the way. Who arrives first stands first. */
  coming?: ({ who: string } & WireArrival)[];
};
/** About when somebody arrives: in words, by the party's clocks. It counts until `until`, in ms. */
export type WireArrival = { text: string; until: number };

/** `GET /nearby/spot?where=` → where a typed place is, as a snapped point; 404 when nobody knows it. */
export type WireSpot = { label: string; lat: number; lng: number; timeZone?: string };

/** `GET /nearby/cities?in=south,west,north,east` → what a map without street tiles names, the largest first. `part`: of a city. */
export type WireCity = { name: string; lat: number; lng: number; part?: true };

/** A rectangle of a map, in degrees. `west` > `east` where it crosses the antimeridian. */
export type WireBounds = { south: number; west: number; north: number; east: number };
export const MAP_SPANS = ["any", "tonight", "weekend"] as const;
/** Which parties a map shows: those that start in this time by the clocks of `timeZone` (the viewer's, IANA). */
export type WireMapFilter = { when: (typeof MAP_SPANS)[number]; timeZone: string };
/** What a map shows of a party that people nearby may find: what a stranger may know. `area` is the snapped point. */
export type WireDot = {
  code: string;
  version: number;
  title: string;
  startsAt: number;
  timeZone: string;
  /** The time in words, in the party's zone. */
  when: string;
  label: string;
  area: { lat: number; lng: number };
  /** The party is within this of it. */
  areaKm: number;
  going: number;
  max?: number;
  approval: boolean;
};

/** The page's first frame. A page of a party sends `party`; its cookie came with the upgrade. A playground tab sends `bearer` and `room`. */
export type ClientFrame =
  | { kind: "hello"; bearer?: string; room?: string; party?: string }
  /** A map: what it looks at now. Sent first, after each move, and again after a lost line: the answer is the whole, so nothing is missed. */
  | { kind: "map"; bounds: WireBounds; filter: WireMapFilter }
  /** A party's page showed this news to somebody who looks at it. */
  | { kind: "seen"; id: string }
  | { kind: "ping" };

export type ServerFrame =
  | { kind: "welcome" }
  /** A new or replaced message in the room or in the private chat. */
  | { kind: "message"; chat: "room" | "private"; message: WireMessage }
  | { kind: "people"; people: { userId: string; name: string; here: boolean }[] }
  /** The party as this viewer's role may know it. */
  | { kind: "party"; party: WireParty }
  | { kind: "mine"; mine: WireMine }
  /** For this viewer alone. The same `id` may come again: it is shown once. */
  | { kind: "news"; news: WireNews }
  /** All that a map shows within its bounds, the soonest first; `more`: it shows only those, though there are others. Replaces what was shown. */
  | { kind: "dots"; dots: WireDot[]; more: boolean }
  /** One that is new on this map, or changed. An older version than the one shown is to be ignored. */
  | { kind: "dot"; dot: WireDot }
  /** No longer on this map: called off, over, moved away, or not to be found any more. */
  | { kind: "undot"; code: string }
  | { kind: "pong" }
  | { kind: "bye"; why: string };
