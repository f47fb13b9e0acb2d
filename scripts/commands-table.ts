// Scripts: the README's table of commands, made from the registry. `--check` fails when the README is behind.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { commands } from "../src/commands/index.ts";

const OPEN = "<!-- commands: made by npm run docs -->";
const CLOSE = "<!-- /commands -->";

const cell = (text: string): string => text.replace(/\|/g, "\\|");

/** A Markdown table of every command that menus show. */
export const commandsTable = (): string => {
  const rows = commands
    .filter((command) => !command.hidden)
    .map((command) => {
      const args = Object.values(command.args).filter((arg) => !arg.hidden);
      const names = args.map((arg) => (arg.required ? `**${arg.name}**` : arg.name)).join(", ");
      return `| \`/${command.name}\` | ${cell(command.about)} | ${names || "–"} | \`${cell(command.example)}\` |`;
    });
  return [
    "| command | what it does | what it takes (needed ones in bold) | example |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
};

/** The text with the table between its marks replaced. */
export const withTable = (text: string): string => {
  const from = text.indexOf(OPEN);
  const to = text.indexOf(CLOSE);
  if (from < 0 || to < from) throw new Error("the README has lost the marks of the commands table");
  return `${text.slice(0, from + OPEN.length)}\n${commandsTable()}\n${text.slice(to)}`;
};

const main = (): void => {
  const text = readFileSync("README.md", "utf8");
  const made = withTable(text);
  if (!process.argv.includes("--check")) writeFileSync("README.md", made);
  else if (made !== text) {
    console.error("The README's commands table is behind the registry: run npm run docs");
    process.exitCode = 1;
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
