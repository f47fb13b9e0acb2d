// Discord: what is offered while somebody types.
import type { Data } from "./interaction.ts";
import { cut } from "./markdown.ts";
import { pressOf, typedIn } from "./options.ts";
import type { Asked } from "./run.ts";
import { requestOf } from "./run.ts";

const CHOICES_MAX = 25;
const NAME_MAX = 100;

export const suggest = async ({ front, one, turn }: Asked, data: Data): Promise<void> => {
  const typed = typedIn(data);
  if (typed?.focused === undefined) return;
  const { focused, command, values } = typed;
  const info = front.core.commands.find(({ name }) => name === command);
  const { id: _id, ...request } = requestOf(one, { press: pressOf(typed, data, info) });
  const found = await front.core.suggest(request, focused, values.get(focused) ?? "");
  // A value cannot be longer than a name may be: what does not fit whole would not read back.
  const fitting = found.filter(({ value }) => value !== "" && value.length <= NAME_MAX).slice(0, CHOICES_MAX);
  await turn.choices(fitting.map(({ label, value }) => ({ name: cut(label, NAME_MAX), value })));
};
