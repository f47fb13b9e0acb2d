// Discord's limits of a message, as its documentation has them: what every rendered view is held to.
import { expect } from "vitest";
import type { MessageBody } from "../../../adapters/discord/render.ts";

const seen = (text: string | undefined): boolean => text === undefined || /[^\s\p{C}\p{Z}]/u.test(text);

/** All texts that can be read, of the message's one embed. */
export const textsOf = ({ embeds: [embed] }: MessageBody): string[] => [
  embed?.title ?? "",
  embed?.description ?? "",
  ...(embed?.fields ?? []).flatMap(({ name, value }) => [name, value]),
];

export const expectWithinLimits = (body: MessageBody, name: string): void => {
  const [embed] = body.embeds;
  expect(body.embeds, name).toHaveLength(1);
  expect(embed?.title.length, name).toBeLessThanOrEqual(256);
  expect(embed?.description?.length ?? 0, name).toBeLessThanOrEqual(4_096);
  expect(embed?.fields?.length ?? 0, name).toBeLessThanOrEqual(25);
  for (const field of embed?.fields ?? []) {
    expect(field.name.length, name).toBeLessThanOrEqual(256);
    expect(field.value.length, name).toBeLessThanOrEqual(1_024);
    expect(seen(field.name) && seen(field.value), name).toBe(true);
  }
  expect(seen(embed?.title) && seen(embed?.description), name).toBe(true);
  expect(textsOf(body).join("").length, name).toBeLessThanOrEqual(6_000);
  expect(body.content?.length ?? 0, name).toBeLessThanOrEqual(2_000);
  expect(body.components.length, name).toBeLessThanOrEqual(5);
  const ids: string[] = [];
  for (const row of body.components) {
    expect(row.components.length, name).toBeGreaterThan(0);
    expect(row.components.length, name).toBeLessThanOrEqual(5);
    for (const button of row.components) {
      expect(seen(button.label), name).toBe(true);
      expect(button.label.length, name).toBeLessThanOrEqual(80);
      if ("url" in button) expect(button.url, name).toMatch(/^https?:\/\/\S{1,504}$/);
      else ids.push(button.custom_id);
    }
  }
  expect(new Set(ids).size, name).toBe(ids.length);
  for (const id of ids) expect(id.length, name).toBeLessThanOrEqual(100);
};
