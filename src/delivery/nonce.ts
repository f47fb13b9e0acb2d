// Delivery: nonces, by which a platform knows that it was told the same thing before. 22 characters (Discord takes 25).
import { createHash } from "node:crypto";
import type { Note } from "../domain/note.ts";
import type { Card } from "../store/types.ts";

/** The same for every attempt at one version of a note. */
export const noteNonce = (note: Pick<Note, "id" | "version">): string =>
  digest(["note", note.id, String(note.version)]);

/**
 * The same for every attempt at posting a card's message, whatever the party's version is by then: a crash after posting and before
 * storing the message's id must not post twice. A message that is gone is followed by another one with a nonce of its own.
 */
export const cardNonce = (card: Pick<Card, "id">, goneMessage?: string): string =>
  digest(["card", card.id, goneMessage ?? ""]);

const digest = (parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\n")).digest().subarray(0, 16).toString("base64url");
