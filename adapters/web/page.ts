// Web: an element as a whole HTML document.
import type { Context } from "hono";
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

type Status = 200 | 400 | 404 | 410 | 500;

/** Answers with a document that no cache keeps: what it shows depends on who asks. */
export const page = (
  c: Context,
  element: HtmlEscapedString | Promise<HtmlEscapedString>,
  status: Status = 200,
): Response | Promise<Response> => {
  c.header("cache-control", "no-store");
  return c.html(html`<!doctype html>${element}`, status);
};
