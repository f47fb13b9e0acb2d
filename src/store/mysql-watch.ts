// Store: looks after the nodes of a cluster: asks each, all the time and beside all work, whether it is there and may be written to.
import type { Fitness, Nodes } from "./mysql-hosts.ts";

/** A session of one node, open for nothing but to be asked. */
export type Probe = { ask(sql: string): Promise<Record<string, unknown>[]>; close(): void };

export type Watched<H> = {
  nodes: Nodes<H>;
  hosts: readonly H[];
  /** Opens a session within a second, or rejects. */
  open(node: H): Promise<Probe>;
  /** Breaks off all that goes on with a node that answers no more: its work is done again on another. */
  sever(node: H): void;
};

/** Between two looks at a node, in ms; a little more or less by chance, so that many processes do not ask in step. */
const ROUND_MS = 500;
/** Silences in a row after which a node counts as hanging: one may be this process's own, when it was busy. */
const SILENCES = 2;

const READ_ONLY = "SHOW GLOBAL VARIABLES LIKE 'read_only'";
const GALERA =
  "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_cluster_status', 'wsrep_local_state_comment')";

/** Starts looking. `look` looks at one node at once; `stop` ends it all. */
export const watchNodes = <H>(watched: Watched<H>): { look(node: H): void; stop(): void } => {
  const beats = new Map(watched.hosts.map((node) => [node, beatOf(watched, node)]));
  return {
    look: (node) => void beats.get(node)?.look(),
    stop: () => {
      for (const beat of beats.values()) beat.stop();
    },
  };
};

const beatOf = <H>({ nodes, open, sever }: Watched<H>, node: H): { look(): void; stop(): void } => {
  let probe: Probe | undefined;
  let silences = 0;
  let busy = false;
  let stopped = false;
  const look = async (): Promise<void> => {
    if (busy || stopped) return;
    busy = true;
    try {
      probe ??= await open(node);
      nodes.told(node, await fitnessOf(probe));
      silences = 0;
    } catch (error) {
      probe?.close();
      probe = undefined;
      silences += 1;
      if (isGone(error) || silences >= SILENCES) {
        nodes.told(node, "out");
        sever(node);
      }
    }
    busy = false;
    if (stopped) probe?.close();
  };
  const timer = setInterval(() => void look(), ROUND_MS * (0.9 + Math.random() * 0.2)).unref();
  void look();
  return {
    look: () => void look(),
    stop: () => {
      stopped = true;
      clearInterval(timer);
      if (!busy) probe?.close();
    },
  };
};

/** Nobody listens there, or every statement is refused: asking once more would not tell more. */
const isGone = (error: unknown): boolean =>
  ["ECONNREFUSED", "ER_UNKNOWN_COM_ERROR", "ER_SERVER_SHUTDOWN"].includes(String((error as { code?: unknown }).code));

const fitnessOf = async (probe: Probe): Promise<Fitness> => {
  const rows = [...(await probe.ask(READ_ONLY)), ...(await probe.ask(GALERA))];
  const said = new Map(rows.map((row) => [String(row["Variable_name"]), String(row["Value"])]));
  if (said.get("read_only") !== "OFF") return "out";
  const state = said.get("wsrep_local_state_comment");
  // No Galera here (or only its library): that it may be written to is all there is to know.
  if (state === undefined) return "fit";
  if (said.get("wsrep_ready") !== "ON" || said.get("wsrep_cluster_status") !== "Primary") return "out";
  return state === "Synced" ? "fit" : "spare";
};
