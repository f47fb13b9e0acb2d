// Metrics: labels. A label has few values, all of them the program's own: each value is a time series that is kept for ever.

/**
 * Lets through what has the shape of the program's own words, and at most `most` different ones; the rest is "other". So a mistake costs
 * neither memory nor anybody's secret.
 */
export const bounded = (shape: RegExp, most: number): ((value: unknown) => string) => {
  const seen = new Set<string>();
  return (value) => {
    const text = String(value);
    if (seen.has(text)) return text;
    if (!shape.test(text) || seen.size >= most) return "other";
    seen.add(text);
    return text;
  };
};
