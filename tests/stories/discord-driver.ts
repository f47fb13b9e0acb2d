// Stories: Discord's driver: people in a server's channel and in private, through a loopback Discord at the wire.
import { argInfos } from "../../src/chat/missing.ts";
import { commandNamed, parseLine } from "../../src/chat/press.ts";
import { commands } from "../../src/commands/index.ts";
import type { FakeChannel, FakeDiscord, FakeGuild, FakeUser, Modal, Outcome, Seen } from "../fakes/discord/index.ts";
import { startFakeDiscord } from "../fakes/discord/index.ts";
import { NOON } from "../support/clock.ts";
import type { OptionValue } from "../fakes/discord/types.ts";
import { type App, type Names, namesOf, shown } from "./discord-screen.ts";
import type { Answered, Driver, Shown, Someone, Staged, Start, World } from "./language.ts";

/** How the bot offers to change what was typed. */
const FIX = ["Change what I typed", "Ändern, was ich getippt habe"];
/** What Discord's app lets somebody type into an option. */
const OPTION_MAX = 6_000;

/** Everybody of a story, the servers they are in, and the world behind the bot. */
export type Town = {
  world: World;
  fake: FakeDiscord;
  guild: FakeGuild;
  kitchen: FakeChannel;
  elsewhere: FakeChannel;
  people: Map<string, FakeUser>;
  names: Map<string, string>;
};

export type DiscordDriver = Driver & { town: Town; someone(name: string, channel: FakeChannel): Promise<Someone> };

/** `ready`: what is to be done once the program runs, before anybody comes. */
export const stageDiscord = async (
  start: Start,
  ready: (fake: FakeDiscord, world: World) => void = () => undefined,
): Promise<Staged & { driver: DiscordDriver }> => {
  let now = (): number => NOON;
  const fake = await startFakeDiscord({ now: () => now() });
  const guild = fake.guild("Friends");
  const other = fake.guild("Others");
  const world = await start({ DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.url, PLAYGROUND: "on" });
  now = world.now;
  ready(fake, world);
  const town: Town = {
    world,
    fake,
    guild,
    kitchen: guild.channel("kitchen"),
    elsewhere: other.channel("elsewhere"),
    people: new Map(),
    names: new Map(),
  };
  await fake.until(() => fake.gateway.ready().length > 0 && fake.commands().length > 0, 20_000);
  const someone = async (name: string, channel: FakeChannel): Promise<Someone> => {
    const user = fake.user(name);
    town.people.set(name, user);
    town.names.set(user.id, name);
    (channel === town.elsewhere ? other : guild).add(user);
    return someoneOf(town, user, channel);
  };
  const driver: DiscordDriver = {
    platform: "discord",
    town,
    someone,
    person: (name) => someone(name, town.kitchen),
    stranger: (name) => someone(name, town.elsewhere),
    close: () => fake.close(),
  };
  return { world, driver };
};

/** What the last thing that a person did brought them. */
type Last = { messages: Seen[]; modal?: Modal; trouble?: string };

const someoneOf = (town: Town, user: FakeUser, channel: FakeChannel): Someone => {
  const app: App = { locale: "en-GB", timeZone: "Europe/Berlin" };
  const names: Names = namesOf(town.names, town.fake);
  const answers = new Set<string>();
  let last: Last = { messages: [] };

  const acts = async (work: Promise<Outcome>): Promise<Answered> => {
    const outcome = await work;
    if (outcome.first === "none") throw new Error("Discord says that the application did not respond");
    await town.world.settles();
    await town.fake.quiet();
    const messages = outcome.messages.filter((one) => one.ephemeral || one.channelId === user.dm.id || !isCard(one));
    for (const one of messages) answers.add(one.messageId);
    last = { messages, ...(outcome.modal && { modal: outcome.modal }) };
    const asking = messages.find((one) => one.buttons.some((button) => FIX.includes(button.label)));
    if (asking) await reopens(asking);
    return answered();
  };
  /** A mistake is mended in the form that opens filled in, the doubtful argument first. */
  const reopens = async (asking: Seen): Promise<void> => {
    const label = asking.buttons.find((button) => FIX.includes(button.label))?.label ?? "";
    const { modal } = await user.presses(asking, label);
    if (!modal) throw new Error("the form did not open again");
    last = { ...last, modal, trouble: modal.fields[0]?.customId ?? "" };
  };
  const answered = (): Answered => {
    const all = last.messages.map((one) => shown(one, app, names));
    const { modal, trouble } = last;
    const choices = last.messages.flatMap((one) => one.selects.flatMap((select) => select.options.map((o) => o.label)));
    return {
      title: all[0]?.title ?? "",
      text: all.map((one) => one.text).join("\n"),
      buttons: all.flatMap((one) => one.buttons),
      ...(modal && {
        asks: {
          missing: modal.fields.filter((one) => one.required && !one.value).map((one) => one.customId),
          ...(trouble !== undefined && { trouble }),
          choices,
        },
      }),
    };
  };
  const types = (line: string, where: FakeChannel): Promise<Answered> => {
    const { command, options } = asSlash(town, line);
    if (command === "party settings" && typeof options["language"] === "string")
      // Whoever wants to be spoken to in German has an app that speaks German.
      app.locale = options["language"] === "de" ? "de-DE" : "en-GB";
    return acts(user.slash(where, command, options));
  };
  const press = (button: string, from: Seen | undefined): Promise<Answered> => {
    if (!from) throw new Error(`no button ${button}`);
    return acts(user.presses(from, button));
  };
  const group = async (): Promise<Seen[]> => {
    await town.world.settles();
    return channel.seen().filter((one) => isByBot(town, one));
  };
  const told = async (): Promise<Seen[]> => {
    await town.world.settles();
    return user.dm.seen().filter((one) => isByBot(town, one) && !answers.has(one.messageId));
  };
  const show = (one: Seen): Shown => shown(one, app, names);
  const has = (one: Seen, label: string): boolean => one.buttons.some((button) => button.label === label);
  return {
    name: user.name,
    types: (line) => types(line, channel),
    typesPrivately: (line) => types(line, user.dm),
    presses: async (button, card) =>
      press(
        button,
        (await group()).findLast((one) => show(one).title === card && has(one, button)),
      ),
    pressesPrivately: async (button) =>
      press(
        button,
        (await told()).findLast((one) => has(one, button)),
      ),
    pressesAnswer: (button) =>
      press(
        button,
        last.messages.find((one) => has(one, button)),
      ),
    fillsIn: async (given) => {
      if (!last.modal) throw new Error("nothing was asked");
      return acts(user.submits(last.modal, given));
    },
    group: async () => (await group()).map(show),
    told: async () => (await told()).map(show),
  };
};

const isByBot = ({ fake }: Town, one: Seen): boolean =>
  !one.ephemeral && (one.raw["author"] as { id?: string } | undefined)?.id === fake.botId;

/** A card in the channel, as against an answer. */
const isCard = (one: Seen): boolean => !one.ephemeral && one.buttons.some((button) => button.label === "Going");

/** A line as somebody fills it into the options of /party; a word that is no command is what they would ask help for. */
const asSlash = (town: Town, line: string): { command: string; options: Record<string, OptionValue> } => {
  const press = parseLine(line, commands);
  const command = press && commandNamed(commands, press.command);
  if (!press || !command || command.hidden) {
    const word = /^\/?(\S+)/.exec(line)?.[1];
    return { command: "party help", options: word === undefined ? {} : { command: word } };
  }
  const options: Record<string, OptionValue> = {};
  for (const { name, schema, range } of argInfos(command)) {
    const raw = press.args[name];
    if (raw === undefined) continue;
    if (schema === "people")
      mentioned(town, raw).forEach((one, i) => (options[i === 0 ? name : `${name}-${i + 1}`] = one));
    else if (schema === "integer" && !range?.none) options[name] = Number.parseInt(raw, 10);
    else options[name] = raw.slice(0, OPTION_MAX);
  }
  return { command: `party ${command.name}`, options };
};

/** Whom the app offers for "@Ben @Cleo": those whose names were typed. */
const mentioned = ({ people }: Town, raw: string): FakeUser[] =>
  raw
    .split("@")
    .map((part) => [...people.values()].find((one) => part.startsWith(one.name)))
    .filter((one) => one !== undefined);
