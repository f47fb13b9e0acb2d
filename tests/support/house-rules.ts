// House rules: how the architecture test reads a file, and what it finds wrong in it. The table of rooms is in the test itself.
import { posix } from "node:path";
import ts from "typescript";

export type Room = {
  /** Rooms that may be imported, beside its own files. */
  may: readonly string[];
  /** Rooms of which the types may be imported. */
  types?: readonly string[];
  /** Packages; "node:*" stands for all that come with Node. */
  packages?: readonly string[];
  /** Packages of which the types may be imported. */
  packageTypes?: readonly string[];
};

export type House = Readonly<Record<string, Room>>;

function roomOf(path: string): string {
  if (path === "src/main.ts" || path === "src/app.ts" || path === "src/outbox-cli.ts") return "main";
  if (/^src\/(?:here|patience|gate|insist|within)\.ts$/.test(path)) return "dispatch";
  const [top = "", second = ""] = path.split("/");
  if (top === "src") return second.replace(/\.ts$/, "");
  if (top === "migrations") return top;
  if (top !== "adapters") return `outside: ${path}`;
  return path.startsWith("adapters/web/page/") ? "adapters/web/page" : posix.join(top, second);
}

type Import = { from: string; typesOnly: boolean };

function importsOf({ source, nodes }: File): Import[] {
  return nodes.flatMap((node): Import[] => {
    const named = (specifier: ts.Node | undefined, typesOnly: boolean): Import[] =>
      specifier && ts.isStringLiteralLike(specifier) ? [{ from: specifier.text, typesOnly }] : [];
    if (ts.isImportDeclaration(node)) {
      const { phaseModifier, name, namedBindings } = node.importClause ?? {};
      const each = namedBindings && ts.isNamedImports(namedBindings) && !name ? namedBindings.elements : undefined;
      const allTypes = each !== undefined && each.length > 0 && each.every((one) => one.isTypeOnly);
      return named(node.moduleSpecifier, phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes);
    }
    if (ts.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node))
      return named(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    if (ts.isExternalModuleReference(node)) return named(node.expression, false);
    const loads = ts.isCallExpression(node) && /^(?:import|require)$/.test(node.expression.getText(source));
    return loads ? named(node.arguments[0], false) : [];
  });
}

function everyNode(root: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

const packageOf = (from: string): string =>
  from.startsWith("node:") ? from : from.split("/", from.startsWith("@") ? 2 : 1).join("/");

function importFaults(house: House, file: File): string[] {
  const { path } = file;
  if (!/^(?:src|adapters|migrations)\//.test(path)) return [];
  const name = roomOf(path);
  const room = house[name];
  if (!room) return [`${path} is in no room of the house`];
  return importsOf(file).flatMap(({ from, typesOnly }) => {
    const fault = [`${name} may not import ${typesOnly ? "types of " : ""}${from}`];
    if (!from.startsWith(".")) {
      const may = [...(room.packages ?? []), ...(typesOnly ? (room.packageTypes ?? []) : [])];
      return may.includes(packageOf(from)) || (from.startsWith("node:") && may.includes("node:*")) ? [] : fault;
    }
    const target = posix.join(posix.dirname(path), from);
    const shared = /^adapters\/web\/(?:wire|ways)\.ts$/.test(target) && name === "adapters/web/page";
    const other = shared ? "adapters/web/wire" : roomOf(target);
    return [name, ...room.may, ...(typesOnly ? (room.types ?? []) : [])].includes(other) ? [] : fault;
  });
}

export type File = { path: string; text: string; source: ts.SourceFile; nodes: ts.Node[] };

export function fileOf(path: string, text: string): File {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  return { path, text, source, nodes: everyNode(source) };
}

/** The faults of the nodes that are `wrong`, in files whose path is not excepted. */
const nodesOf =
  (where: RegExp, except: RegExp, says: string, wrong: (node: ts.Node) => boolean) =>
  ({ path, source, nodes }: File): string[] =>
    where.test(path) && !except.test(path)
      ? nodes
          .filter(wrong)
          .map((node) => `line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${says}`)
      : [];

const HOUSE_FILES = /^(?:src|adapters|migrations)\//;
const NONE = /^$/;
/** Put together here, so that this file does not trip over itself. */
const UNFINISHED = new RegExp(`\\b(?:${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b`);
const HTML = new Set([
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "dangerouslySetInnerHTML",
  "createContextualFragment",
  "srcdoc",
]);
const IN_TEXT = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);

const MOST_LINES = { file: 300, function: 40 };

/** The lines of a function without those of the functions inside it: a closure's parts are judged one by one. */
function ownLines(source: ts.SourceFile, node: ts.Node): number {
  const line = (at: number): number => source.getLineAndCharacterOfPosition(at).line;
  const span = (one: ts.Node): number => line(one.end) - line(one.getStart());
  const inside = (one: ts.Node): number => {
    let lines = 0;
    ts.forEachChild(one, (child) => void (lines += ts.isFunctionLike(child) ? span(child) : inside(child)));
    return lines;
  };
  return span(node) + 1 - inside(node);
}

/** A file in which nothing runs is a table of data, and may be long. */
const runs = (node: ts.Node): boolean => ts.isFunctionLike(node) && "body" in node && node.body !== undefined;

function longFunctions({ path, source, nodes }: File): string[] {
  if (!HOUSE_FILES.test(path)) return [];
  const long = nodes.filter((node) => ts.isFunctionLike(node) && ownLines(source, node) > MOST_LINES.function);
  return long.map(
    (node) =>
      `line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: longer than ${MOST_LINES.function} lines`,
  );
}

function readsTheClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === "Date" && !node.arguments?.length;
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression.getText();
  return (
    /^(?:globalThis\.)?(?:Date\.now|DateTime\.now|Date)$/.test(called) ||
    (/^DateTime\.(?:local|utc)$/.test(called) && !node.arguments.length)
  );
}

function exportsDefault(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === "default";
  return node.kind === ts.SyntaxKind.DefaultKeyword;
}

/** Each rule by its name: what it finds wrong in a file. */
export const rulesOf = (house: House) =>
  ({
    imports: (file) => importFaults(house, file),
    clock: nodesOf(
      HOUSE_FILES,
      /^src\/clock\.ts$|^adapters\/web\/page\//,
      "only src/clock.ts reads the clock",
      readsTheClock,
    ),
    "time in SQL": nodesOf(
      HOUSE_FILES,
      NONE,
      "SQL never says what time it is",
      (node) =>
        IN_TEXT.has(node.kind) &&
        /\b(?:NOW|SYSDATE|UNIX_TIMESTAMP|UTC_TIMESTAMP)\s*\(|\bCURRENT_(?:TIMESTAMP|TIME|DATE)\b/i.test(node.getText()),
    ),
    "raw SQL": nodesOf(
      HOUSE_FILES,
      /^src\/store\/|^migrations\//,
      "only the store writes SQL",
      (node) =>
        ts.isCallExpression(node) &&
        ts.isPropertyAccessExpression(node.expression) &&
        node.expression.name.text === "raw",
    ),
    HTML: nodesOf(
      HOUSE_FILES,
      NONE,
      "text is data, never markup",
      (node) => (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && HTML.has(node.text),
    ),
    console: nodesOf(
      HOUSE_FILES,
      /^src\/(?:main|app|outbox-cli)\.ts$/,
      "only the log writes",
      (node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === "console",
    ),
    "default exports": nodesOf(/./, /^[\w.-]+\.config\.[jt]s$/, "give it a name: no default export", exportsDefault),
    names: ({ path }) =>
      /(?:^|[/.-])(?:utils?|helpers?|common|managers?|misc)(?=[/.-])/i.test(path) ? ["name it for what it is"] : [],
    length: ({ text, nodes }) =>
      text.trimEnd().split("\n").length > MOST_LINES.file && nodes.some(runs)
        ? [`longer than ${MOST_LINES.file} lines`]
        : [],
    "long functions": longFunctions,
    unfinished: ({ text }) => (UNFINISHED.test(text) ? ["unfinished"] : []),
    head: ({ path, text }) =>
      path.startsWith("tests/") || /^(?:#!.*\n)?(?:\/\/ |\/\*)/.test(text)
        ? []
        : ["must start with a sentence that says what it is"],
  }) satisfies Record<string, (file: File) => string[]>;
