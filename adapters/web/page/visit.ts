// Page: a party's page opened from the playground, in a tab of its own, is told who looks at it.
import { el } from "./dom.ts";

const PAGE = /^\/p\/([a-z0-9]{8})$/;

/** Links to parties are followed as the tab's person. Returns the way to stop. */
export const visitAs = (bearer: string): (() => void) => {
  const follow = (event: MouseEvent): void => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>("a[href]");
    const url = link && new URL(link.href, location.href);
    const party = url?.origin === location.origin ? PAGE.exec(url.pathname)?.[1] : undefined;
    if (party === undefined || event.defaultPrevented) return;
    event.preventDefault();
    // A form, for it names the person in no address, and no browser takes the tab that it opens for an unwanted one.
    const form = el(
      "form",
      { method: "post", action: "/playground/visit", target: "_blank", rel: "noopener", hidden: true },
      el("input", { type: "hidden", name: "bearer", value: bearer }),
      el("input", { type: "hidden", name: "party", value: party }),
    );
    document.body.append(form);
    form.submit();
    form.remove();
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
};
