// Discord: who is notified by a message, and how they are named in it.
import type { Inline, View } from "../../src/core.ts";

/** What `allowed_mentions` takes: nobody but those who stand in it. */
export type AllowedMentions = { parse: never[]; users?: string[]; roles?: string[] };
export type Mentions = { content?: string; allowed_mentions: AllowedMentions };

const CONTENT_MAX = 2_000;
const EACH_MAX = 100;
const ID = /^\d{1,20}$/;

type Target = { kind: "users" | "roles"; id: string };

const targetOf = (piece: Inline): Target | undefined => {
  if (typeof piece !== "object") return undefined;
  if ("who" in piece && piece.notify && piece.account?.platform === "discord" && ID.test(piece.account.userId))
    return { kind: "users", id: piece.account.userId };
  if ("crowd" in piece && piece.crowd.platform === "discord" && ID.test(piece.crowd.crowdId))
    return { kind: "roles", id: piece.crowd.crowdId };
  return undefined;
};

const write = ({ kind, id }: Target): string => (kind === "users" ? `<@${id}>` : `<@&${id}>`);

/** Undefined for whoever is only named: an embed may show a mention of somebody its reader's app does not know as a number. */
export const mentionOf = (piece: Inline): { markup: string } | undefined => {
  const target = targetOf(piece);
  return target && { markup: write(target) };
};

/** Mentions stand in the message's text as well: those in an embed notify nobody. Where one person reads it, nobody is called. */
export const mentionsOf = (view: View): Mentions => {
  if (view.seenBy === "person") return { allowed_mentions: { parse: [] } };
  const pieces = [...(view.body ?? []), ...(view.fields ?? []).flatMap(({ value }) => value)];
  const called = new Map<string, Target>();
  let length = 0;
  for (const target of pieces.flatMap((piece) => targetOf(piece) ?? [])) {
    const written = write(target);
    if (called.has(written)) continue;
    const ofKind = [...called.values()].filter(({ kind }) => kind === target.kind);
    if (ofKind.length >= EACH_MAX || length + written.length + 1 > CONTENT_MAX) continue;
    length += written.length + 1;
    called.set(written, target);
  }
  const ids = (which: Target["kind"]): string[] =>
    [...called.values()].filter(({ kind }) => kind === which).map(({ id }) => id);
  return {
    ...(called.size > 0 && { content: [...called.keys()].join(" ") }),
    allowed_mentions: {
      parse: [],
      ...(ids("users").length > 0 && { users: ids("users") }),
      ...(ids("roles").length > 0 && { roles: ids("roles") }),
    },
  };
};
