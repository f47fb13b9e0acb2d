// Bench: how long the built program takes to serve and to stop, and what memory it holds when idle, on the embedded default.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PROGRAM = "dist/src/main.js";
const RUNS = 5;
const IDLE_MS = 5_000;
const PATIENCE_MS = 30_000;
const GOALS = { health: 2_000, playground: 2_000, rssMb: 150, stop: 5_000 };

type Run = { health: number; playground: number; rssMb?: number; stop: number };

/** Runs the program five times on an empty database each, prints the medians beside the goals; false when one is missed. */
export async function start(): Promise<boolean> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: run npm run build first.`);
  const runs: Run[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(await one(i === RUNS - 1));
  const rows = [
    row(
      "start to /healthz",
      "ms",
      runs.map((run) => run.health),
      GOALS.health,
    ),
    row(
      "start to /playground",
      "ms",
      runs.map((run) => run.playground),
      GOALS.playground,
    ),
    row(
      "idle memory (RSS)",
      "MB",
      runs.flatMap((run) => run.rssMb ?? []),
      GOALS.rssMb,
    ),
    row(
      "SIGINT to exit",
      "ms",
      runs.map((run) => run.stop),
      GOALS.stop,
    ),
  ];
  process.stdout.write(`${rows.map(({ line }) => line).join("\n")}\n`);
  return rows.every(({ met }) => met);
}

/** One life of the program, on a database of its own; `idle` also waits and weighs it. */
async function one(idle: boolean): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "party-bench-"));
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: "0", HOST: "127.0.0.1", DATABASE_URL: `sqlite:${join(folder, "party.sqlite")}` };
  const from = performance.now();
  const child = spawn(process.execPath, ["--enable-source-maps", PROGRAM], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  try {
    const address = await addressOf(child.stdout, ended);
    const health = await served(`${address}/healthz`, from);
    const playground = await served(`${address}/playground`, from);
    if (idle) await sleep(IDLE_MS);
    const weight = idle ? { rssMb: rssMb(child.pid ?? 0) } : {};
    const asked = performance.now();
    child.kill("SIGINT");
    const [code] = await ended;
    if (code !== 0) throw new Error(`The program ended with ${code}.`);
    return { health, playground, ...weight, stop: performance.now() - asked };
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The address that the program prints once it serves. Goes on reading, so that a full pipe never stops the program. */
async function addressOf(out: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<string> {
  const printed = new Promise<string>((resolve) => {
    let text = "";
    out.on("data", (chunk: Buffer) => {
      text = `${text}${chunk.toString()}`.slice(-10_000);
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (found) resolve(found[0]);
    });
  });
  const failed = ended.then(() => Promise.reject(new Error("The program ended before it printed its address.")));
  const late = AbortSignal.timeout(PATIENCE_MS);
  return Promise.race([
    printed,
    failed,
    once(late, "abort").then(() => Promise.reject(new Error("No address was printed."))),
  ]);
}

/** Milliseconds from `from` until `url` answers 200. */
async function served(url: string, from: number): Promise<number> {
  while (performance.now() - from < PATIENCE_MS) {
    const status = await fetch(url).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    if (status === 200) return performance.now() - from;
    await sleep(5);
  }
  throw new Error(`${new URL(url).pathname} did not answer 200 in ${PATIENCE_MS} ms.`);
}

function rssMb(pid: number): number {
  const kb = existsSync(`/proc/${pid}/status`)
    ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
    : execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).trim();
  return Number(kb) / 1024;
}

function row(what: string, unit: string, values: number[], goal: number): { line: string; met: boolean } {
  const median = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const met = median < goal;
  const cells = [
    what.padEnd(22),
    `${median.toFixed(0)} ${unit}`.padStart(9),
    `goal < ${goal} ${unit}`.padStart(16),
    met ? "met" : "MISSED",
  ];
  return { line: cells.join("  "), met };
}
