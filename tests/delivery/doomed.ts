// Tests: a process that is to be killed. It commits a party's notes, goes on as far as it is told, says so, and stays there.
import { CODE_LENGTH, type Party } from "../../src/domain/party.ts";
import { HOUR } from "../../src/domain/time.ts";
import { plan } from "../../src/delivery/plan.ts";
import { createSender } from "../../src/delivery/post.ts";
import { createKeyring } from "../../src/safety/keyring.ts";
import { newCode, newId } from "../../src/safety/tokens.ts";
import { connect, storeOn } from "../../src/store/open.ts";
import { en } from "../../src/words/en.ts";
import { createPostbox, type Doom, links } from "./postbox.ts";

const { url, dataKeys, box, now, stage, guests, title } = JSON.parse(process.argv[2] ?? "{}") as Doom;

/** Tells the parent that the moment has come, and never goes on. */
const wait = (): Promise<never> => {
  process.stdout.write("now\n");
  setInterval(() => {}, 1_000);
  return new Promise(() => {});
};

const store = storeOn(await connect(url), { keyring: createKeyring(dataKeys) });
const startsAt = now + 48 * HOUR;
await store.write(async (tx) => {
  const host = await tx.people.ensure({ platform: "web", userId: `host ${title}` }, { name: "host", now });
  const chat = await tx.chats.ensure(
    { platform: "web", chatId: `flat ${title}`, kind: "group", reach: "post" },
    "flat",
  );
  const code = newCode().slice(0, CODE_LENGTH);
  const party: Party = {
    code,
    hostId: host.id,
    title,
    startsAt,
    timeZone: "Europe/Berlin",
    place: { label: "Kreuzberg, Berlin" },
    plusMax: 5,
    findable: "invited",
    approval: false,
    state: "on",
    going: 0,
    version: 1,
  };
  await tx.parties.add(party, now);
  const card = newId();
  await tx.cards.add({ id: card, party: code, chat: chat.key }, now);
  for (const name of guests) {
    const { id } = await tx.people.ensure({ platform: "web", userId: `${name} ${title}` }, { name, now });
    await tx.rsvps.answer({ party: code, personId: id, answer: "going", now });
  }
  await plan(
    tx,
    [
      { kind: "created", party: code },
      { kind: "carded", party: code, card },
    ],
    now,
  );
});
if (stage === "committed") await wait();

const clock = { now };
const sender = createSender({
  store,
  adapters: new Map([
    ["web", createPostbox(box, async () => (stage === "delivered" && clock.now > now ? wait() : undefined))],
  ]),
  words: () => en,
  links,
  now: () => clock.now,
  owner: newId(),
  log: { warn: () => {}, error: () => {} },
  timer: false,
  hooks: { beforeDeliver: () => (stage === "claimed" && clock.now > now ? wait() : undefined) },
});
await sender.drain();
clock.now = startsAt - 24 * HOUR;
await sender.tick(clock.now);
