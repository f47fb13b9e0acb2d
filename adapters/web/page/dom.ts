// Page: makes elements. Text only ever becomes text nodes; nothing here can write markup.

type Listener = (event: Event) => void;
export type Props = Record<string, string | number | boolean | undefined | Listener>;
export type Child = Node | string | undefined | false;

/** An element; `on…` props are listeners, `true` an empty attribute, `false` and `undefined` none. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return node;
};

/** Finds what must be there. */
export const find = <E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E | undefined =>
  within.querySelector<E>(selector) ?? undefined;

/** Whether people asked for less motion. */
export const still = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

let made = 0;
/** An id for tying labels, hints and fields together. */
export const freshId = (name: string): string => `${name}-${++made}`;

/** 128 random bits, so that a repeated request runs once. */
export const requestId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
