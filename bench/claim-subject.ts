// Bench: one queue in a process of its own, told what to do by whoever measures it.
import { boss } from "./claim-boss.ts";
import { bullmq } from "./claim-bullmq.ts";
import { graphile } from "./claim-graphile.ts";
import { ours } from "./claim-ours.ts";
import type { Plan, Queue } from "./claim-queue.ts";

const [kind = "", url = "", dataKeys = ""] = process.argv.slice(2);

const KINDS: Record<string, () => Promise<Queue>> = {
  ours: () => ours(url, dataKeys),
  boss: () => boss(url),
  graphile: () => graphile(url),
  bullmq: () => bullmq(url),
};

const opened = await KINDS[kind]?.();
if (!opened) throw new Error(`no such queue: ${kind}`);

type Wish = { fill: number } | { run: Plan };

process.on("message", (text: string) => {
  const wish = JSON.parse(text) as Wish;
  const answer = "fill" in wish ? opened.fill(wish.fill).then(() => "filled") : opened.run(wish.run);
  void answer.then((said) => process.send?.(said));
});
// Whoever measured is gone.
process.on("disconnect", () => process.exit());
process.send?.("ready");
