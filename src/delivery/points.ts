// Delivery: the named moments in the life of a note that is being sent: where tests stop a process, to see what comes of it.
import type { Note } from "../domain/note.ts";

export const POINTS = [
  "woken",
  "claiming",
  "claimed",
  "gathered",
  "written",
  "handing",
  "delivered",
  "recording",
  "finishing",
  "finished",
  "postponing",
  "steppingDown",
] as const;

export type Point = (typeof POINTS)[number];

/** Called at each point, with the note where there is one alone. Sending waits for it. */
export type AtPoint = (point: Point, note?: Note) => Promise<void> | void;
