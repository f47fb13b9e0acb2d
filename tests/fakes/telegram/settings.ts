// The loopback Bot API: what the bot says about itself: commands by scope and language, descriptions, menu buttons.
import type { Json } from "./refused.ts";

export type Settings = ReturnType<typeof createSettings>;

export const createSettings = () => ({
  /** By "<scope>/<language>". */
  commands: new Map<string, Json[]>(),
  name: new Map<string, string>(),
  description: new Map<string, string>(),
  shortDescription: new Map<string, string>(),
  /** By private chat; 0 is the default for all. */
  menuButton: new Map<number, Json>(),
});
