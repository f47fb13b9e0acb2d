// What the dashboard and the alerts ask for is what a started program tells, and every alert is explained.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { World } from "../stories/language.ts";
import { startWorld } from "../stories/world.ts";

type Panel = {
  id: number;
  type: string;
  title: string;
  description?: string;
  datasource?: { uid: string };
  gridPos: Grid;
  targets?: { expr: string; legendFormat: string }[];
};
type Grid = { x: number; y: number; w: number; h: number };

const dashboard = JSON.parse(readFileSync("deploy/grafana/party-with-me.json", "utf8")) as {
  uid: string;
  panels: Panel[];
  templating: { list: { name: string; type: string; definition?: string }[] };
};
const alerts = readFileSync("deploy/prometheus/alerts.yml", "utf8");
const names = (text: string): string[] =>
  [...text.matchAll(/\b(?:party|nodejs|process)_[a-z0-9_]+\b/g)].map(([name]) => name);
const family = (name: string): string => name.replace(/_(?:bucket|sum|count)$/, "");

describe("a started program", () => {
  let world: World;
  let told: Set<string>;
  let ours: string[];
  beforeAll(async () => {
    world = await startWorld("sqlite");
    const text = await (await fetch(`${world.app.url}/metrics`)).text();
    told = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name ?? ""));
    ours = [...told].filter((name) => name.startsWith("party_"));
  });
  afterAll(() => world.close());

  test("tells every metric that the dashboard and the alerts ask for", () => {
    const asked = [
      ...names(JSON.stringify(dashboard.panels)),
      ...names(JSON.stringify(dashboard.templating)),
      ...names(alerts),
    ];
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !told.has(name) && !told.has(family(name)))).toEqual([]);
  });

  test("and the dashboard shows every metric of its own", () => {
    const shown = new Set(names(JSON.stringify(dashboard.panels)).map(family));
    expect(ours.length).toBeGreaterThan(14);
    expect(ours.filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe("the dashboard", () => {
  test("takes its data from wherever it is imported to", () => {
    expect(dashboard.templating.list.map((one) => one.name)).toEqual(["datasource", "job", "instance"]);
    const panels = dashboard.panels.filter((panel) => panel.type !== "row");
    for (const panel of panels) {
      expect(panel.datasource?.uid).toBe("${datasource}");
      expect(panel.description, panel.title).toBeTruthy();
      for (const { expr } of panel.targets ?? []) expect(expr.match(/\(/g)?.length).toBe(expr.match(/\)/g)?.length);
    }
  });

  test("has no two panels in one place, and none beside the grid", () => {
    const taken = new Map<string, string>();
    for (const {
      title,
      gridPos: { x, y, w, h },
    } of dashboard.panels) {
      expect(x + w).toBeLessThanOrEqual(24);
      for (let i = x; i < x + w; i += 1)
        for (let j = y; j < y + h; j += 1) {
          expect(taken.get(`${i},${j}`), title).toBeUndefined();
          taken.set(`${i},${j}`, title);
        }
    }
    expect(new Set(dashboard.panels.map((panel) => panel.id)).size).toBe(dashboard.panels.length);
  });
});

test("each alert is explained where operators look, and nothing is explained that is none", () => {
  const alerting = [...alerts.matchAll(/^ {6}- alert: (\w+)$/gm)].map(([, name]) => name);
  const guide = readFileSync("docs/operating.md", "utf8");
  const explained = [...guide.matchAll(/^### (Party\w+)$/gm)].map(([, name]) => name);
  expect(alerting.length).toBeGreaterThan(10);
  expect([...explained].sort()).toEqual([...alerting].sort());
});
