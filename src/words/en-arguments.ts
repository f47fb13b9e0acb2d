// Words: what each argument of a command is. In English the registry itself says it.

export const argumentWords: Record<string, string> = {};
