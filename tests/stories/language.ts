// Stories: the small language in which a feature is told as people live it, and what a driver of a platform must offer to speak it.
import { describe, test } from "vitest";
import type { App } from "../../src/app.ts";
import type { Kind } from "../support/databases.ts";
import { DATABASES } from "../support/databases.ts";
import { startWorld } from "./world.ts";
import { stageDiscord } from "./discord-driver.ts";
import { stageTelegram } from "./telegram-driver.ts";
import { webDriver } from "./web-driver.ts";

/** Something shown on a platform, as a person reads it there. */
export type Shown = {
  title: string;
  /** All that can be read, title and labels included, in one string. */
  text: string;
  /** The labels of the buttons. */
  buttons: readonly string[];
};

/** What came back to the one who acted: something shown to them alone, or a question with its fields. */
export type Answered = Shown & { asks?: { missing: readonly string[]; trouble?: string; choices: readonly string[] } };

/** A person on one platform, in one group, who can also talk to the bot in private. */
export type Someone = {
  readonly name: string;
  /** Types a line in the group, or in private. */
  types(line: string): Promise<Answered>;
  typesPrivately(line: string): Promise<Answered>;
  /** Presses the button of that label on the newest card of that title in the group. */
  presses(button: string, card: string): Promise<Answered>;
  /** Presses a button of the newest thing the bot told them in private that has it. */
  pressesPrivately(button: string): Promise<Answered>;
  /** Presses a button of the last answer they got. */
  pressesAnswer(button: string): Promise<Answered>;
  /** Fills in the question that was asked last. */
  fillsIn(answers: Record<string, string>): Promise<Answered>;
  /** What the group shows them now, oldest first. */
  group(): Promise<Shown[]>;
  /** What the bot told them in private, oldest first. */
  told(): Promise<Shown[]>;
};

/** A platform's side of the stories: real wire, real adapter. */
export type Driver = {
  readonly platform: string;
  /** A person who is in the story's group from now on. */
  person(name: string): Promise<Someone>;
  /** A person in another group, who knows nobody here. */
  stranger(name: string): Promise<Someone>;
  close(): Promise<void>;
};

export type World = {
  app: App;
  /** Where the embedded database lies; empty for MySQL. */
  databaseFile: string;
  /** Lets time pass; all that falls due meanwhile has been sent when it resolves. */
  passes(ms: number): Promise<void>;
  /** All that is due now has been sent when it resolves. */
  settles(): Promise<void>;
  now(): number;
  /** The program stops and starts again, on the same database. */
  restarts(): Promise<void>;
  close(): Promise<void>;
};

export type Scene = World & Pick<Driver, "person" | "stranger"> & { platform: string; database: Kind };

/** Starts the program, with further variables in its environment. */
export type Start = (env?: Record<string, string>) => Promise<World>;
export type Staged = { world: World; driver: Driver };

/** Adapters that tell the stories. A new platform is one line here. */
const STAGES: Record<string, (start: Start) => Promise<Staged>> = {
  web: async (start) => {
    const world = await start();
    return { world, driver: await webDriver(world) };
  },
  telegram: stageTelegram,
  discord: stageDiscord,
};

/** Tells a story on every platform (or those of `on`) and on both databases. */
export const story = (
  sentence: string,
  tell: (scene: Scene) => Promise<void>,
  on: readonly string[] = Object.keys(STAGES),
): void => {
  describe(sentence, () => {
    for (const database of DATABASES) {
      for (const [platform, stage] of Object.entries(STAGES).filter(([name]) => on.includes(name))) {
        test(`on ${platform} with ${database}`, async () => {
          const { world, driver } = await stage((env) => startWorld(database, env));
          try {
            await tell({ ...world, platform, database, person: driver.person, stranger: driver.stranger });
          } finally {
            await driver.close();
            await world.close();
          }
        });
      }
    }
  });
};
