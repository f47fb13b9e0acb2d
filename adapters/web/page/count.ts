// Page: a number that rolls when it changes, and stands still for those who want less motion.
import { el, still } from "./dom.ts";

const LASTS = 180;

/** Shows `value` in `node`; when it was another one, the new digits roll in. */
export const roll = (node: HTMLElement, value: number): void => {
  const before = node.dataset.value;
  node.dataset.value = String(value);
  if (before === String(value)) return;
  const digits = el("span", { class: "digits" }, String(value));
  node.replaceChildren(digits);
  if (before === undefined || still()) return;
  const from = value > Number(before) ? "0.7em" : "-0.7em";
  digits.animate(
    [
      { transform: `translateY(${from})`, opacity: 0 },
      { transform: "none", opacity: 1 },
    ],
    { duration: LASTS, easing: "cubic-bezier(.2,.9,.3,1.2)" },
  );
};
