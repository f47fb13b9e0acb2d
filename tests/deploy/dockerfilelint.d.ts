// Tests: the shape of what dockerfilelint offers: it comes without types.
declare module "dockerfilelint" {
  /** What is wrong with a Dockerfile's text, by line. */
  export function run(configPath: string, content: string): { line: string; title: string; description: string }[];
}
