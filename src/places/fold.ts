// Places: one spelling for names that people write in many ways.

const LETTERS: Record<string, string> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ħ: "h",
};
const PLAIN = /^[a-z0-9 ]*$/;

/** `name` without case, accents, apostrophes and punctuation: "Saint-Étienne" and "SAINT ETIENNE" are the same. */
export const fold = (name: string): string => {
  const lower = name.toLowerCase();
  if (PLAIN.test(lower)) return lower.replace(/ {2,}/g, " ").trim();
  return lower
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[ßøæœłđðþıħ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/['’‘`´ʻʼʹ]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
};

/** Other spellings of a folded name, to be tried when it is not known as it stands: umlauts as two letters, saints abbreviated. */
export const respellings = (folded: string): string[] => {
  const found = new Set<string>();
  found.add(folded.replace(/([aou])e/g, "$1"));
  const saint = /^(?:st|saint|sankt|sint|sainte|ste) (.+)$/.exec(folded);
  if (saint) for (const form of ["st", "saint", "sankt", "sint"]) found.add(`${form} ${saint[1]}`);
  found.delete(folded);
  return [...found];
};
