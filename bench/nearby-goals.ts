// Bench: what the races around searching nearby have to show, and how they are printed.
import type { Ground } from "./nearby-globe.ts";
import type { Race } from "./nearby-race.ts";
import { FLOOR, OURS } from "./nearby-race.ts";

export type Measured = Race & { database: "sqlite" | "mariadb"; size: number; ground: Ground; km: number };
export type Goal = { line: string; met: boolean };

export const lineOf = ({ database, size, ground, km, times, rows, same }: Measured): string => {
  const each = [...times].map(([name, took]) => `${name} ${at(took, 0.5).toFixed(2)} / ${at(took, 0.99).toFixed(2)}`);
  const read = `rows read ${at(rows, 0.5)} (most ${at(rows, 1)})`;
  return [`${database} ${size} ${ground} ${km} km`, ...each, read, same ? "all agree" : "THEY DISAGREE"].join("   ");
};

/** The goals, at the largest size measured. */
export const goalsOf = (all: readonly Measured[]): Goal[] => {
  const sizes = all.map((one) => one.size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const goals = all.flatMap((one) => {
    if (one.size !== most) return [];
    const where = `${one.database} ${one.ground} ${one.km} km`;
    const ours = p50(one, OURS);
    const small = all.find((other) => other.size === least && sameCourse(other, one));
    return [
      atMost(`${where}: × ten by key`, ours / p50(one, FLOOR), one.ground === "dense" ? 3 : 2),
      ...(one.database === "sqlite" ? [atMost(`${where}: × geokdbush`, ours / p50(one, "geokdbush"), 6)] : []),
      ...(one.database === "mariadb" && one.ground === "dense"
        ? [atLeast(`${where}: SPATIAL ÷ cells`, p50(one, "SPATIAL") / ours, one.km < 10 ? 5 : 25)]
        : []),
      ...(small ? [atMost(`${where}: growth from ${least} to ${most}`, ours / p50(small, OURS), 4)] : []),
      atMost(`${where}: rows read`, at(one.rows, 0.5), 450),
    ];
  });
  return [...goals, { line: "all ways find equally many", met: all.every((one) => one.same) }].map((goal) => ({
    ...goal,
    line: `${goal.met ? "met    " : "NOT MET"}  ${goal.line}`,
  }));
};

const sameCourse = (a: Measured, b: Measured): boolean =>
  a.database === b.database && a.ground === b.ground && a.km === b.km;

const atMost = (what: string, value: number, goal: number): Goal => ({
  line: `${what} ${value.toFixed(2)} (goal ≤ ${goal})`,
  met: value <= goal,
});

const atLeast = (what: string, value: number, goal: number): Goal => ({
  line: `${what} ${value.toFixed(2)} (goal ≥ ${goal})`,
  met: value >= goal,
});

const p50 = (one: Measured, name: string): number => at(one.times.get(name) ?? [], 0.5);

const at = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};
