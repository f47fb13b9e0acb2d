// Places: countries and their regions by name, as people put them after a city.
import { fold } from "./fold.ts";

/** A country (ISO 3166-1), or a region of it (GeoNames' first-order code). */
export type Region = { country: string; region?: string };

/** Every region that a text may stand for: "CA" is California and Canada, "Georgia" a state and a country. Codes only of two letters. */
export const regionsNamed = (text: string): readonly Region[] => {
  byName ??= indexed();
  return byName.get(fold(text)) ?? [];
};

/** "Missouri" of US/MO; undefined where regions have no name here. */
export const regionName = (country: string, region: string): string | undefined => REGIONS[country]?.[region];

/** The short name of a country in the reader's language: "US", "Germany", "Deutschland". */
export const countryName = (country: string, locale = "en"): string => {
  try {
    return namesIn(locale).of(country) ?? country;
  } catch {
    return country;
  }
};

/** "ON" for GeoNames' CA/08: the codes that people write. */
const POSTAL: Record<string, Record<string, string>> = {
  CA: {
    AB: "01",
    BC: "02",
    MB: "03",
    NB: "04",
    NL: "05",
    NS: "07",
    ON: "08",
    PE: "09",
    QC: "10",
    SK: "11",
    YT: "12",
    NT: "13",
    NU: "14",
  },
  AU: { ACT: "01", NSW: "02", NT: "03", QLD: "04", SA: "05", TAS: "06", VIC: "07", WA: "08" },
};

const REGIONS: Record<string, Record<string, string>> = {
  US: {
    AL: "Alabama",
    AK: "Alaska",
    AZ: "Arizona",
    AR: "Arkansas",
    CA: "California",
    CO: "Colorado",
    CT: "Connecticut",
    DE: "Delaware",
    DC: "D.C.",
    FL: "Florida",
    GA: "Georgia",
    HI: "Hawaii",
    ID: "Idaho",
    IL: "Illinois",
    IN: "Indiana",
    IA: "Iowa",
    KS: "Kansas",
    KY: "Kentucky",
    LA: "Louisiana",
    ME: "Maine",
    MD: "Maryland",
    MA: "Massachusetts",
    MI: "Michigan",
    MN: "Minnesota",
    MS: "Mississippi",
    MO: "Missouri",
    MT: "Montana",
    NE: "Nebraska",
    NV: "Nevada",
    NH: "New Hampshire",
    NJ: "New Jersey",
    NM: "New Mexico",
    NY: "New York",
    NC: "North Carolina",
    ND: "North Dakota",
    OH: "Ohio",
    OK: "Oklahoma",
    OR: "Oregon",
    PA: "Pennsylvania",
    RI: "Rhode Island",
    SC: "South Carolina",
    SD: "South Dakota",
    TN: "Tennessee",
    TX: "Texas",
    UT: "Utah",
    VT: "Vermont",
    VA: "Virginia",
    WA: "Washington",
    WV: "West Virginia",
    WI: "Wisconsin",
    WY: "Wyoming",
  },
  CA: {
    "01": "Alberta",
    "02": "British Columbia",
    "03": "Manitoba",
    "04": "New Brunswick",
    "05": "Newfoundland and Labrador",
    "07": "Nova Scotia",
    "08": "Ontario",
    "09": "Prince Edward Island",
    "10": "Quebec",
    "11": "Saskatchewan",
    "12": "Yukon",
    "13": "Northwest Territories",
    "14": "Nunavut",
  },
  AU: {
    "02": "New South Wales",
    "03": "Northern Territory",
    "04": "Queensland",
    "05": "South Australia",
    "06": "Tasmania",
    "07": "Victoria",
    "08": "Western Australia",
  },
  GB: { ENG: "England", SCT: "Scotland", WLS: "Wales", NIR: "Northern Ireland" },
  DE: {
    "01": "Baden-Württemberg",
    "02": "Bavaria",
    "05": "Hesse",
    "06": "Lower Saxony",
    "07": "North Rhine-Westphalia",
    "08": "Rhineland-Palatinate",
    "09": "Saarland",
    "10": "Schleswig-Holstein",
    "11": "Brandenburg",
    "12": "Mecklenburg-Vorpommern",
    "13": "Saxony",
    "14": "Saxony-Anhalt",
    "15": "Thuringia",
  },
};

const ALSO: readonly (readonly [string, Region])[] = [
  ["USA", { country: "US" }],
  ["America", { country: "US" }],
  ["United States of America", { country: "US" }],
  ["UK", { country: "GB" }],
  ["Great Britain", { country: "GB" }],
  ["Britain", { country: "GB" }],
  ["Großbritannien", { country: "GB" }],
  ["Holland", { country: "NL" }],
  ["Czech Republic", { country: "CZ" }],
  ["Tschechien", { country: "CZ" }],
  ["UAE", { country: "AE" }],
  ["England", { country: "GB", region: "ENG" }],
  ["Republic of Ireland", { country: "IE" }],
  ["Bayern", { country: "DE", region: "02" }],
  ["Hessen", { country: "DE", region: "05" }],
  ["Niedersachsen", { country: "DE", region: "06" }],
  ["NRW", { country: "DE", region: "07" }],
  ["Nordrhein-Westfalen", { country: "DE", region: "07" }],
  ["Rheinland-Pfalz", { country: "DE", region: "08" }],
  ["Sachsen", { country: "DE", region: "13" }],
  ["Sachsen-Anhalt", { country: "DE", region: "14" }],
  ["Thüringen", { country: "DE", region: "15" }],
  ["Québec", { country: "CA", region: "10" }],
  ["Macedonia", { country: "MK" }],
  ["Turkey", { country: "TR" }],
];

/** The languages in which the names of countries are understood. */
const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl"];

let byName: Map<string, Region[]> | undefined;

const indexed = (): Map<string, Region[]> => {
  const index = new Map<string, Region[]>();
  const add = (name: string, region: Region): void => {
    const key = fold(name);
    const known = index.get(key) ?? [];
    if (!known.some((one) => one.country === region.country && one.region === region.region))
      index.set(key, [...known, region]);
  };
  const countries = countryCodes();
  for (const country of countries) add(country, { country });
  for (const language of LANGUAGES) {
    const long = new Intl.DisplayNames(language, { type: "region" });
    for (const country of countries) {
      add(countryName(country, language), { country });
      add(long.of(country) ?? country, { country });
    }
  }
  for (const [country, regions] of Object.entries(REGIONS)) {
    for (const [region, name] of Object.entries(regions)) add(name, { country, region });
  }
  for (const region of Object.keys(REGIONS.US ?? {})) add(region, { country: "US", region });
  for (const [country, codes] of Object.entries(POSTAL))
    for (const [code, region] of Object.entries(codes)) add(code, { country, region });
  for (const [name, region] of ALSO) add(name, region);
  return index;
};

const displayNames = new Map<string, Intl.DisplayNames>();
const namesIn = (locale: string): Intl.DisplayNames => {
  const known = displayNames.get(locale);
  if (known) return known;
  const names = new Intl.DisplayNames([locale, "en"], { type: "region", style: "short" });
  if (displayNames.size < 50) displayNames.set(locale, names);
  return names;
};

/** Groupings, codes of countries that are no more, and "UK", which is written for GB. */
const NO_COUNTRY = new Set(
  "AN BU CS CT DD DY EU EZ FQ FX HV JT MI NH NQ NT PC PU PZ QO RH SU TP UK UN VD WK XA XB YD YU ZR ZZ".split(" "),
);

/** Every two letters that name a country to `Intl`. */
const countryCodes = (): string[] => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => !NO_COUNTRY.has(code) && names.of(code) !== undefined);
};
