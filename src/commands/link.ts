// Commands: a person makes two accounts one: a code from the one, typed with the other.
import { choice, text } from "../chat/args.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import type { Button } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Person } from "../domain/person.ts";
import { Refusal } from "../domain/refusal.ts";
import { MINUTE } from "../domain/time.ts";
import { refused } from "../views/trouble.ts";

const MINUTES = 10;
const LENGTH = 10;
/** Crockford's 32, none of which looks like another: https://www.crockford.com/base32.html */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const link = define({
  name: "link",
  aliases: ["verbinden"],
  about: "Make your account here and one elsewhere one person",
  example: "/link",
  where: "anywhere",
  writes: true,
  args: {
    code: text({ name: "code", about: "The code that I gave you in the other chat; leave out to get one", max: 40 }),
    sure: choice({
      name: "sure",
      about: "Whether both are you",
      values: { yes: ["ja", "y"], no: ["nein", "n"] },
      hidden: true,
    }),
  },
  run: async (ctx, args) => {
    if (args.code === undefined) return offer(ctx);
    const hash = ctx.fresh.hash(plain(args.code));
    if (ctx.seenBy === "group") {
      // No Refusal: that would undo the taking.
      const known = await ctx.tx.people.takeLink(hash, ctx.now);
      const said = known === undefined ? ctx.words.linking.onlyPrivate : ctx.words.linking.seenByGroup;
      return refused(ctx.seenBy, ctx.words.trouble.title, said);
    }
    const owner = await ownerOf(ctx, hash);
    if (args.sure === undefined) return askFirst(ctx, owner, plain(args.code));
    const taken = await ctx.tx.people.takeLink(hash, ctx.now);
    // Somebody else was faster with the same code.
    if (taken !== owner.id) throw new Refusal(ctx.words.linking.noCode);
    if (args.sure === "yes") return unite(ctx, owner);
    const { seenBy, words } = ctx;
    return { kind: "done", view: { seenBy, title: words.linking.codeTitle, body: [words.linking.left] } };
  },
});

/**
 * 50 bits: with a thousand codes open at once and ten thousand guesses a second, one is found in ten minutes with a chance of 1 in 190,000, so
 * guesses need not be counted.
 */
const newCode = <S extends SeenBy>({ fresh }: Context<S>): string =>
  [...Buffer.from(fresh.token().token, "base64url").subarray(0, LENGTH)]
    .map((byte) => LETTERS.charAt(byte % LETTERS.length))
    .join("");

/** As it was made: in any case, with or without dashes and spaces, and with letters for the digits that they look like. */
const plain = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");

const grouped = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

const offer = async <S extends SeenBy>(ctx: Context<S>): Promise<Reply<S>> => {
  const { linking } = ctx.words;
  if (ctx.seenBy === "group") throw new Refusal(linking.onlyPrivate);
  const code = newCode(ctx);
  await ctx.tx.people.offerLink(ctx.fresh.hash(code), ctx.actor.person.id, ctx.now + MINUTES * MINUTE);
  const fields = [
    { label: linking.type, value: [`/link ${grouped(code)}`] },
    { label: linking.inDiscord, value: [`/party link code:${grouped(code)}`] },
  ];
  const body = [`${linking.code} `, { bold: grouped(code) }, `\n${linking.how(MINUTES)} ${linking.keepSecret}`];
  return { kind: "done", view: { seenBy: ctx.seenBy, title: linking.codeTitle, body, fields } };
};

/** Who made the code; a Refusal where nobody did, it is over, or the actor did. */
const ownerOf = async <S extends SeenBy>({ tx, now, words, actor }: Context<S>, hash: string): Promise<Person> => {
  const id = await tx.people.offeredBy(hash, now);
  const [owner] = id === undefined ? [] : await tx.people.byIds([id]);
  if (!owner) throw new Refusal(words.linking.noCode);
  if (owner.id === actor.person.id) throw new Refusal(words.linking.yourOwn);
  return owner;
};

/** Whose account it is, before anything is joined: nobody is to be talked into typing a stranger's code. */
const askFirst = async <S extends SeenBy>(ctx: Context<S>, owner: Person, code: string): Promise<Reply<S>> => {
  const { linking, and } = ctx.words;
  const accounts = await ctx.tx.people.accountsOf(owner.id);
  const where = and([...new Set(accounts.map(({ platform }) => linking.platforms[platform]))]);
  const press = (sure: string) => ({ command: "link", args: { code, sure } });
  const buttons: Button[][] = [
    [{ label: linking.yes, tone: "go", press: press("yes") }],
    [{ label: linking.no, tone: "stop", press: press("no") }],
  ];
  const body = [linking.sure(owner.name, where), ` ${linking.sureBody}`];
  return {
    kind: "done",
    view: { seenBy: ctx.seenBy, title: linking.sureTitle(owner.name, where), body, buttons },
  };
};

const OPEN_MAX = 500;

/** The one who made the code stays: their settings, their name. */
const unite = async <S extends SeenBy>(ctx: Context<S>, owner: Person): Promise<Reply<S>> => {
  const { tx, now, words, seenBy } = ctx;
  const mine = await tx.parties.mine(ctx.actor.person.id, { past: false, now, limit: OPEN_MAX });
  const { parties, promoted } = await tx.people.merge(ctx.actor.person.id, owner.id, now);
  for (const party of parties) ctx.record({ kind: "answered", party, personId: owner.id });
  for (const { party, personId } of promoted) ctx.record({ kind: "promoted", party, personId });
  // What hosts were shown has a button for a person who is no more.
  const asked = mine.filter(({ rsvp }) => rsvp?.answer === "requested").map(({ party }) => party.code);
  for (const [party, { role }] of await tx.parties.standingsOf(owner.id, asked))
    if (role === "requested") ctx.record({ kind: "asked", party, personId: owner.id });
  const title = words.linking.done(owner.name);
  return { kind: "done", view: { seenBy, title, body: [words.linking.doneBody] } };
};
