// Tests: a platform takes a message, its answer is lost, and it is away for minutes: Discord shows it once, Telegram at least once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "../../src/domain/time.ts";
import type { Trouble } from "../support/faulty-road.ts";
import { answered, isPost, lostAndThen, openStage, type Stage, UNAVAILABLE, type Weather } from "./once-stage.ts";

/** What has waited for its next try the longest is tried within a quarter of an hour. */
const QUARTER = 16;
const CUT: Trouble = { cut: true };

describe("after an outage", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    delete stage.weather.over;
    stage.time.ahead = 0;
  });

  /** Each chat's first message is carried out and its answer lost. */
  const eachLost = (after: Trouble): Weather => {
    const chats = new Map<string, Weather>();
    return (passage) => {
      // Telegram's path names no chat.
      const chat = passage.path.includes("/channels/") ? passage.path.replace(/\?.*/, "") : passage.body.slice(0, 30);
      const known = chats.get(chat) ?? lostAndThen(after);
      chats.set(chat, known);
      return known(passage);
    };
  };
  const away = async (weather: Weather, minutes: number): Promise<void> => {
    stage.weather.over = weather;
    await stage.pass(minutes);
    delete stage.weather.over;
  };

  describe("Discord", () => {
    test.each<[number, string, Trouble]>([
      [1, "answers 503", UNAVAILABLE],
      [6, "answers 503", UNAVAILABLE],
      [6, "answers nothing", CUT],
      [30, "answers 503", UNAVAILABLE],
    ])("that %i minutes %s after it took a message, people are told once", async (minutes, _how, after) => {
      const { moves, told } = await stage.party("discord");
      await moves();
      await away(eachLost(after), minutes);
      expect(told()).toEqual([1, 1]);
      await stage.pass(QUARTER);
      expect(told()).toEqual([1, 1]);
    });

    test("a card that was posted so is there once, and is kept up to date from then on", async () => {
      const { title, room, moves } = await (async () => {
        stage.weather.over = eachLost(UNAVAILABLE);
        const party = await stage.party("discord");
        await stage.pass(6);
        delete stage.weather.over;
        return party;
      })();
      await stage.pass(QUARTER);
      await moves();
      await stage.pass(1);
      expect(stage.ledger.ids(room.address, title)).toHaveLength(1);
    });

    test("that took nothing before it was away is told of it once", async () => {
      const { moves, told } = await stage.party("discord");
      await moves();
      await away(() => UNAVAILABLE, 6);
      expect(told()).toEqual([0, 0]);
      await stage.pass(QUARTER);
      expect(told()).toEqual([1, 1]);
    });

    test("what is in doubt stays so over a restart", async () => {
      const { moves, told } = await stage.party("discord");
      await moves();
      await away(eachLost(UNAVAILABLE), 1);
      await stage.restart();
      await away(() => UNAVAILABLE, 6);
      await stage.pass(QUARTER);
      expect(told()).toEqual([1, 1]);
    });

    test("what is in doubt stays so over a refused token", async () => {
      const { moves, told } = await stage.party("discord");
      await moves();
      await away(eachLost(UNAVAILABLE), 1);
      await away(() => answered(401, { message: "401: Unauthorized", code: 0 }), 5);
      await stage.pass(QUARTER);
      expect(told()).toEqual([1, 1]);
    });

    test("what is in doubt stays so when our clock, which was hours ahead, goes back", async () => {
      const { moves, told } = await stage.party("discord");
      stage.time.ahead = 3 * HOUR;
      await moves();
      await away(eachLost(UNAVAILABLE), 1);
      stage.time.ahead = 0;
      await away(() => UNAVAILABLE, 6);
      await stage.pass(QUARTER);
      expect(told()).toEqual([1, 1]);
    });

    test("a token that is refused stops all but a few requests, counts as a fault, and is said", async () => {
      const parties = [await stage.party("discord"), await stage.party("discord")];
      for (const { moves } of parties) await moves();
      let asked = 0;
      await away(() => {
        asked += 1;
        return answered(401, { message: "401: Unauthorized", code: 0 });
      }, 10);
      // Each of the six notes alone would ask each minute.
      expect(asked).toBeLessThan(6 * 10);
      expect(stage.logged.some((line) => line.includes('"what":"token refused"'))).toBe(true);
      await stage.pass(2);
      for (const { told } of parties) expect(told()).toEqual([1, 1]);
    });
  });

  describe("Telegram", () => {
    test("that was away for 6 minutes after it took a message tells it, and at most once more", async () => {
      const { moves, told } = await stage.party("telegram");
      await moves();
      await away(eachLost(UNAVAILABLE), 6);
      await stage.pass(QUARTER);
      expect(told()).toEqual([2, 2]);
    });

    test.each([
      ["that was not reached", CUT],
      ["that stumbled", UNAVAILABLE],
      ["whose token is refused", answered(401, { ok: false, error_code: 401, description: "Unauthorized" })],
      [
        "that says what nobody foresaw",
        answered(400, { ok: false, error_code: 400, description: "Bad Request: PEER_FLOOD" }),
      ],
    ])("%s for 6 minutes, and took nothing, tells people once", async (_what, trouble) => {
      const { moves, told } = await stage.party("telegram");
      await moves();
      await away((passage) => (isPost(passage) ? trouble : undefined), 6);
      expect(told()).toEqual([0, 0]);
      await stage.pass(QUARTER);
      expect(told()).toEqual([1, 1]);
    });
  });
});
