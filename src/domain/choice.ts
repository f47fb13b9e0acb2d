// Domain: something to choose from.

/** A value that can be chosen: `label` is read, `value` is what is then typed for the person. */
export type Choice = { label: string; value: string };
