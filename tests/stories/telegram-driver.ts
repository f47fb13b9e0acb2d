// Stories: Telegram's driver: people in a group and in private, through a loopback Bot API at the wire.
import type { FakeGroup, FakeTelegram, FakeUser, Seen, Tapped } from "../fakes/telegram/index.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { NOON } from "../support/clock.ts";
import type { Answered, Driver, Shown, Someone, Staged, Start, World } from "./language.ts";

const TEXT_MAX = 4_096;
/** How an answer says that there is an address which this chat does not read. */
const HIDDEN = "guests see the address";

/** Everybody of a story, the groups they are in, and the world behind the bot. */
export type Town = {
  world: World;
  fake: FakeTelegram;
  kitchen: FakeGroup;
  elsewhere: FakeGroup;
  people: Map<string, FakeUser>;
  /** Resolves when the bot has handled all that was sent to it. */
  quiet(): Promise<void>;
};

export type TelegramDriver = Driver & { town: Town; someone(name: string, group: FakeGroup): Promise<Someone> };

/** `ready`: what is to be done once the program runs, before anybody comes. */
export const stageTelegram = async (
  start: Start,
  ready: (fake: FakeTelegram, world: World) => void = () => undefined,
): Promise<Staged & { driver: TelegramDriver }> => {
  let now = (): number => NOON;
  const fake = await startFakeTelegram({ now: () => now() });
  const world = await start({ TELEGRAM_TOKEN: fake.token, TELEGRAM_API_URL: fake.url, PLAYGROUND: "on" });
  now = world.now;
  ready(fake, world);
  const founder = fake.user("Founder");
  const town: Town = {
    world,
    fake,
    kitchen: fake.supergroup("Kitchen", [founder]),
    elsewhere: fake.supergroup("Elsewhere", [founder]),
    people: new Map(),
    quiet: () => fake.until(() => fake.updates.waiting() === 0, 20_000),
  };
  await town.quiet();
  const someone = async (name: string, group: FakeGroup): Promise<Someone> => {
    const user = fake.user(name);
    town.people.set(name, user);
    group.add(user);
    user.opensDeepLink();
    await town.quiet();
    return someoneOf(town, user, group);
  };
  const driver: TelegramDriver = {
    platform: "telegram",
    town,
    someone,
    person: (name) => someone(name, town.kitchen),
    stranger: (name) => someone(name, town.elsewhere),
    close: () => fake.close(),
  };
  return { world, driver };
};

/** What one thing that a person did brought them: a notice, and messages that answer it. */
type Brought = { tapped?: Tapped; messages: Seen[] };

const someoneOf = (town: Town, user: FakeUser, group: FakeGroup): Someone => {
  const { world, quiet, fake } = town;
  const answers = new Set(privately(user).map((message) => message.messageId));
  let last: Brought = { messages: [] };

  const acts = async (work: () => Seen | Promise<Tapped>, pressed?: Seen): Promise<Answered> => {
    const before = new Map(privately(user).map((message) => [message.messageId, message.text]));
    const done = work();
    const sent = done instanceof Promise ? undefined : done;
    const tapped = done instanceof Promise ? await done : undefined;
    await quiet();
    const mine = privately(user).filter((message) => before.get(message.messageId) !== message.text);
    const isMine = (message: Seen) => pressed?.messageId === message.messageId || !before.has(message.messageId);
    const told = mine.filter(isMine);
    for (const message of told) answers.add(message.messageId);
    const here =
      sent && sent.chatId === group.id ? group.seen().filter((one) => one.byBot && one.replyTo === sent.messageId) : [];
    const asked = tapped
      ? group
          .seen()
          .filter((one) => one.byBot && one.asksReply && one.text.startsWith(user.name))
          .slice(-1)
      : [];
    last = { messages: [...here, ...asked, ...told], ...(tapped && { tapped }) };
    await world.settles();
    const known = answered(last);
    // Where everybody reads the answer, the address is not in it: whoever wants to read it taps the card.
    const card = here.some((one) => one.text.includes(HIDDEN))
      ? group.seen().findLast((one) => one.byBot && hasButton(one, "Details"))
      : undefined;
    return card ? { ...known, text: `${known.text}\n${await details(card)}` } : known;
  };
  const details = async (card: Seen): Promise<string> => {
    const before = privately(user).length;
    const { text } = await user.taps(card, "Details");
    await quiet();
    const told = privately(user).slice(before);
    for (const message of told) answers.add(message.messageId);
    return [text, ...told.map((message) => message.text)].join("\n");
  };
  const types = (line: string, place: { id: number }) => {
    const { text, entities } = marked(town, line.slice(0, TEXT_MAX * 4));
    return acts(() => user.sends(place, text, { entities }));
  };
  const press = (button: string, from: Seen | undefined): Promise<Answered> => {
    if (!from) throw new Error(`no button ${button}`);
    return acts(() => user.taps(from, button), from);
  };
  const fill = async (name: string, value: string): Promise<Answered> => {
    const which = last.messages.find((one) => one.text.includes("What would you like to change?"));
    if (which) await acts(() => user.taps(which, name), which);
    const question = last.messages.find((one) => argOf(one) === name);
    if (!question) throw new Error(`${name} was not asked for`);
    const link = question.buttons.flat().find((button) => button.url?.includes("?start="))?.url;
    if (link === undefined) {
      const place = { id: question.chatId };
      return acts(() => user.sends(place, value.slice(0, TEXT_MAX), { replyTo: question }));
    }
    await acts(() => user.opensDeepLink(new URL(link).searchParams.get("start") ?? ""));
    return acts(() => user.sends(user.private, value.slice(0, TEXT_MAX)));
  };
  const told = async (): Promise<Seen[]> => {
    await world.settles();
    return privately(user);
  };
  return {
    name: user.name,
    // A lone slash is no command: in a group the bot never hears of it.
    types: (line) =>
      /^\/\w/.test(line)
        ? types(line.replace(/^\/(\w+)/, `/$1@${fake.bot.username}`), group)
        : types(line, user.private),
    typesPrivately: (line) => types(line, user.private),
    presses: async (button, card) =>
      press(
        button,
        (await shownIn(town, group)).findLast((one) => titleOf(one) === card && hasButton(one, button)),
      ),
    pressesPrivately: async (button) =>
      press(
        button,
        (await told()).findLast((one) => hasButton(one, button)),
      ),
    pressesAnswer: (button) =>
      press(
        button,
        last.messages.find((one) => hasButton(one, button)),
      ),
    fillsIn: async (given) => {
      let answer: Answered | undefined;
      for (const [name, value] of Object.entries(given)) answer = await fill(name, value);
      return answer ?? answered(last);
    },
    group: async () => (await shownIn(town, group)).map(shown),
    told: async () => (await told()).filter((one) => !answers.has(one.messageId)).map(shown),
  };
};

const privately = (user: FakeUser): Seen[] => user.messagesIn(user.private).filter((message) => message.byBot);

const shownIn = async ({ world }: Town, group: FakeGroup): Promise<Seen[]> => {
  await world.settles();
  return group.seen().filter((message) => message.byBot);
};

const hasButton = (message: Seen, label: string): boolean => message.buttons.flat().some((one) => one.label === label);

/** "@Ben" as the mention that Telegram's app makes of somebody without a username; a word too long is cut, as the app does. */
const marked = ({ people }: Town, line: string) => {
  const whole =
    line.length <= TEXT_MAX
      ? line
      : line.replace(/\S{1000,}/g, (word) => word.slice(0, Math.max(1, TEXT_MAX - (line.length - word.length))));
  const entities: { type: string; offset: number; length: number; user: ReturnType<FakeUser["json"]> }[] = [];
  let text = "";
  let rest = whole.slice(0, TEXT_MAX);
  for (let at = rest.indexOf("@"); at >= 0; at = rest.indexOf("@")) {
    const found = [...people.values()].find((one) => rest.slice(at + 1).startsWith(one.name));
    text += rest.slice(0, at) + (found ? "" : "@");
    if (found)
      entities.push({ type: "text_mention", offset: text.length, length: found.name.length, user: found.json() });
    text += found ? found.name : "";
    rest = rest.slice(at + 1 + (found ? found.name.length : 0));
  }
  return { text: text + rest, entities };
};

const titleOf = (message: Seen): string => message.text.split("\n")[0] ?? "";

const shown = (message: Seen): Shown => ({
  title: titleOf(message),
  text: message.text,
  buttons: message.buttons.flat().map((button) => button.label),
});

/** The argument that a message of the bot asks for. */
const argOf = (message: Seen): string | undefined => {
  const isQuestion =
    message.asksReply !== undefined || message.keyboard !== undefined || /\/cancel$/.test(message.text);
  const isLink = message.buttons.flat().some((button) => button.url?.includes("?start=d_"));
  if (!isQuestion && !isLink) return undefined;
  if (message.text.includes("What would you like to change?")) return "";
  return /What about “(\w+)”\?/.exec(message.text)?.[1] ?? /(?:^|: )(\w+): /.exec(message.text)?.[1];
};

const answered = ({ tapped, messages }: Brought): Answered => {
  const all = messages.map(shown);
  const text = [...(tapped?.text ? [tapped.text] : []), ...all.map((one) => one.text)].join("\n");
  const question = messages.find((one) => argOf(one) !== undefined);
  const arg = question && argOf(question);
  return {
    title: all[0]?.title ?? tapped?.text ?? "",
    text,
    buttons: all.flatMap((one) => one.buttons),
    ...(question &&
      arg !== undefined && {
        asks: {
          missing: [arg],
          ...(!question.text.includes("What about") && { trouble: arg }),
          choices: question.buttons.flat().flatMap((button) => (button.url === undefined ? [button.label] : [])),
        },
      }),
  };
};
