import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import type { WhenAnswer } from "../../src/domain/when.ts";
import { readWhen } from "../../src/domain/when.ts";
import { SETTINGS } from "./when-phrases.ts";

const shown = (answer: WhenAnswer, zone: string): string => {
  if (answer.kind === "doubt") return answer.why;
  const local = (at: number): string => DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd HH:mm");
  return answer.endsAt === undefined ? local(answer.at) : `${local(answer.at)} > ${local(answer.endsAt)}`;
};

describe.each(SETTINGS)("$name", ({ zone, now, locale, phrases }) => {
  const ctx = { now: DateTime.fromISO(now, { zone }).toMillis(), timeZone: zone, ...(locale && { locale }) };

  test.each(Object.entries(phrases))("“%s” is %s", (phrase, expected) => {
    expect(shown(readWhen(phrase, ctx), zone)).toBe(expected);
  });

  test("every choice offered reads back as itself", () => {
    for (const phrase of Object.keys(phrases)) {
      const answer = readWhen(phrase, ctx);
      if (answer.kind === "ok") continue;
      expect(answer.choices.length, phrase).toBeLessThanOrEqual(8);
      for (const { value, at, endsAt } of answer.choices)
        expect(readWhen(value, ctx), `${phrase} → ${value}`).toEqual({
          kind: "ok",
          at,
          timeZone: zone,
          ...(endsAt !== undefined && { endsAt }),
        });
    }
  });
});

test("the table holds at least 250 phrases", () => {
  expect(SETTINGS.reduce((sum, { phrases }) => sum + Object.keys(phrases).length, 0)).toBeGreaterThanOrEqual(250);
});
