// Page: who this tab is. Kept for the tab alone, so that two tabs are two people.
import type { Joined } from "../wire.ts";

const KEY = "party-with-me";
const TYPED = "party-with-me-typed";

export type ChatName = "room" | "private";

export const readSession = (): Joined | undefined => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Joined | null;
    return typeof kept?.bearer === "string" && typeof kept.me?.name === "string" ? kept : undefined;
  } catch {
    return undefined;
  }
};
export const keepSession = (joined: Joined): void => sessionStorage.setItem(KEY, JSON.stringify(joined));
export const forgetSession = (): void => sessionStorage.removeItem(KEY);

/** What was being typed, so that it outlives a reload or joining again. */
export const keepTyped = (text: string): void => sessionStorage.setItem(TYPED, text);
export const readTyped = (): string => sessionStorage.getItem(TYPED) ?? "";

/** The room that the address names, as the server writes rooms; none is the kitchen. */
export const roomName = (): string | undefined => {
  const asked = new URLSearchParams(location.search).get("room")?.toLowerCase() ?? "";
  const name = asked
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-+|-+$/gu, "")
    .slice(0, 32);
  return name === "" ? undefined : name;
};

/** "The kitchen", or the words of a room's name. */
export const roomTitle = (name: string | undefined): string => {
  const words = (name ?? "the-kitchen").replaceAll("-", " ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
};
