// Discord: forms that are open on somebody's screen: what the form itself cannot carry is kept, so that nothing typed is lost.
import { z } from "zod";
import type { Ask, Press } from "../../src/core.ts";
import type { Bot } from "./parts.ts";

const kept = z.object({
  command: z.string(),
  args: z.record(z.string(), z.string()),
  /** The core's own draft, where it has one. */
  draft: z.string().optional(),
  /** The argument in doubt. */
  doubted: z.string().optional(),
  /** The message of the button that led here. */
  on: z.string().optional(),
});

export type Kept = z.output<typeof kept>;

export type Forms = {
  /** Remembered at once in this process, and soon for every other. */
  keep(id: string, form: Kept): void;
  /** Known to this process. */
  known(id: string): Kept | undefined;
  /** Known to any. */
  find(id: string): Promise<Kept | undefined>;
};

/** As long as the core keeps a draft, in milliseconds. */
const LIFE = 15 * 60_000;
const KNOWN_MAX = 2_000;

export const createForms = ({ desk, clock, log }: Pick<Bot, "desk" | "clock" | "log">): Forms => {
  const here = new Map<string, Kept>();
  const nameOf = (id: string): string => `discord.form:${id}`;
  return {
    keep: (id, form) => {
      here.delete(id);
      here.set(id, form);
      const [oldest] = here.keys();
      if (here.size > KNOWN_MAX && oldest !== undefined) here.delete(oldest);
      // The form is on the screen already: nobody waits for this.
      desk
        .remember(nameOf(id), JSON.stringify(form), clock.now() + LIFE)
        .catch((error: unknown) => log("discord form not kept", { error }));
    },
    known: (id) => here.get(id),
    find: async (id) => {
      const known = here.get(id);
      if (known) return known;
      const stored = await desk.recall(nameOf(id));
      return stored === undefined ? undefined : kept.parse(JSON.parse(stored));
    },
  };
};

export const keptOf = ({ press, draft, trouble }: Ask, on: string | undefined): Kept => ({
  command: press.command,
  args: press.args,
  ...(draft !== undefined && { draft }),
  ...(trouble && { doubted: trouble.arg }),
  ...(on !== undefined && { on }),
});

/** The press of a form that came back. A field that was emptied is taken out, and then the core's draft does not bring it back. */
export const filledIn = (form: Kept, values: Readonly<Record<string, string>>): { press: Press; draft?: string } => {
  const args = { ...form.args, ...values };
  const emptied = Object.keys(args).filter((name) => args[name] === "");
  for (const name of emptied) delete args[name];
  const gone = emptied.some((name) => form.args[name] !== undefined);
  return { press: { command: form.command, args }, ...(form.draft !== undefined && !gone && { draft: form.draft }) };
};
