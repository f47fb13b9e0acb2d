// Telegram: text with a few tags, escaped in this one place and never longer than Telegram takes.

/** A run of plain text, in bold, as a link or as a time where it says so. */
export type Run = { text: string } & ({ bold?: true } | { italic?: true } | { href: string } | { unix: number });

/** The longest text, after tags and escapes are read. In UTF-16 units. */
export const TEXT_MAX = 4_096;
/** More formatted runs than this are sent, and the rest is shown plain. */
const RUNS_MAX = 100;

const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const escapeValue = (text: string): string => escapeText(text).replaceAll('"', "&quot;");

/** A name after an @ would become a mention that notifies a stranger: a joiner that nobody sees keeps it text. */
const calm = (text: string): string => text.replace(/@(?=\w{3})/g, "@\u2060");

/** Day of the week, long date, short time: as the reader's own app writes them. */
const TIME_FORMAT = "wDt";

const tagged = (run: Run): [string, string] | undefined => {
  if ("bold" in run) return ["<b>", "</b>"];
  if ("italic" in run) return ["<i>", "</i>"];
  if ("href" in run) return [`<a href="${escapeValue(run.href)}">`, "</a>"];
  if ("unix" in run) return [`<tg-time unix="${run.unix}" format="${TIME_FORMAT}">`, "</tg-time>"];
  return undefined;
};

/** HTML as sendMessage takes it; what does not fit in `max` is left out, with an ellipsis. */
export const htmlOf = (runs: readonly Run[], max = TEXT_MAX): string => {
  let left = max;
  let tags = 0;
  let html = "";
  for (const run of runs) {
    if (run.text === "") continue;
    const whole = "href" in run ? run.text : calm(run.text);
    const fits = whole.length <= left;
    const text = fits ? whole : cut(whole, left);
    const tag = tags < RUNS_MAX ? tagged(run) : undefined;
    html += tag ? tag[0] + escapeText(text) + tag[1] : escapeText(text);
    if (tag) tags += 1;
    left -= text.length;
    if (!fits || left <= 0) break;
  }
  return html;
};

/** The text alone, as an alert shows it. */
export const plainOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");

/** At most `max` UTF-16 units, whole characters, with an ellipsis where something is left out. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > max - 1) break;
    kept += character;
  }
  return max <= 0 ? "" : `${kept}…`;
};
