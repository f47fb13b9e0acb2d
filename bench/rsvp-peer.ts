// Bench: the usual way to hold a capacity, written by hand on mysql2: the party is locked by SELECT … FOR UPDATE, and who is going is summed up.
import mysql from "mysql2/promise";
import type { AnswerOne, Wish } from "./rsvp-load.ts";

const NOW = Date.UTC(2_030, 0, 1);

type Row = mysql.RowDataPacket;
type Ask = (sql: string, values: (string | number | null)[]) => Promise<Row[]>;

/** `connections`: as many as may be in a transaction at once. */
export const lockAndSum = (url: string, connections: number): AnswerOne => {
  const pool = mysql.createPool({ uri: url, connectionLimit: connections, supportBigNumbers: true });
  // The driver sends it before whatever is asked of the new connection.
  pool.on(
    "connection",
    (connection) => void connection.query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"),
  );
  return async (wish) => {
    const connection = await pool.getConnection();
    try {
      await connection.query("BEGIN");
      await answer(async (sql, values) => (await connection.query<Row[]>(sql, values))[0], wish);
      await connection.query("COMMIT");
    } catch (error) {
      await connection.query("ROLLBACK");
      throw error;
    } finally {
      connection.release();
    }
  };
};

const answer = async (ask: Ask, { party, person, answer: wanted, plus }: Wish): Promise<void> => {
  const [held] = await ask("SELECT max_guests, queue_seq FROM parties WHERE code = ? FOR UPDATE", [party]);
  const [before] = await ask("SELECT answer, plus, queue_no FROM rsvps WHERE party_code = ? AND person_id = ?", [
    party,
    person,
  ]);
  if (before?.["plus"] === plus && aim(before["answer"]) === wanted) return;
  const max = held?.["max_guests"] as number;
  const others = await goingWithout(ask, party, person);
  const stays = before?.["answer"] === "going";
  const fits = others + 1 + plus <= max;
  // Who is in and brings one too many is refused.
  if (wanted === "going" && stays && !fits) return;
  const waits = wanted === "going" && !stays && (!fits || (await head(ask, party)).length > 0);
  const queueNo = waits ? (before?.["queue_no"] ?? held?.["queue_seq"] + 1) : null;
  await ask(
    `INSERT INTO rsvps (party_code, person_id, answer, plus, queue_no, admitted, answered_at) VALUES (?, ?, ?, ?, ?, 'open', ?)
     ON DUPLICATE KEY UPDATE answer = VALUES(answer), plus = VALUES(plus), queue_no = VALUES(queue_no), answered_at = VALUES(answered_at)`,
    [party, person, waits ? "waitlisted" : wanted, plus, queueNo, NOW],
  );
  let going = others + (wanted === "going" && !waits ? 1 + plus : 0);
  going = await letIn(ask, party, max, going);
  await ask("UPDATE parties SET going = ?, queue_seq = queue_seq + 1, version = version + 1 WHERE code = ?", [
    going,
    party,
  ]);
};

const aim = (answer: unknown): unknown => (answer === "waitlisted" ? "going" : answer);

const goingWithout = async (ask: Ask, party: string, person: string): Promise<number> => {
  const sql =
    "SELECT COALESCE(SUM(1 + plus), 0) AS taken FROM rsvps WHERE party_code = ? AND answer = 'going' AND person_id <> ?";
  const [row] = await ask(sql, [party, person]);
  return Number(row?.["taken"]);
};

const head = (ask: Ask, party: string): Promise<Row[]> =>
  ask("SELECT person_id, plus FROM rsvps WHERE party_code = ? AND answer = 'waitlisted' ORDER BY queue_no LIMIT 1", [
    party,
  ]);

/** Whoever waits first, while they fit. */
const letIn = async (ask: Ask, party: string, max: number, going: number): Promise<number> => {
  if (going >= max) return going;
  const [first] = await head(ask, party);
  if (!first || going + 1 + Number(first["plus"]) > max) return going;
  await ask("UPDATE rsvps SET answer = 'going', queue_no = NULL WHERE party_code = ? AND person_id = ?", [
    party,
    first["person_id"] as string,
  ]);
  return letIn(ask, party, max, going + 1 + Number(first["plus"]));
};
