// Domain: what people call time zones, beside the names of the IANA list.

/** Names of the IANA list that were replaced and that some engines still give, with those in use. */
export const MODERN: Record<string, string> = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Europe/Kiev": "Europe/Kyiv",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "America/Godthab": "America/Nuuk",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "Africa/Asmera": "Africa/Asmara",
  "Pacific/Truk": "Pacific/Chuuk",
  "Pacific/Ponape": "Pacific/Pohnpei",
};

/** Abbreviations that one zone's clocks stand for, lower case; the zone keeps its summer time. */
export const ABBREVIATIONS: Record<string, string> = {
  utc: "UTC",
  gmt: "UTC",
  z: "UTC",
  zulu: "UTC",
  // the IANA list itself links CET and WET to these
  cet: "Europe/Brussels",
  cest: "Europe/Brussels",
  mez: "Europe/Brussels",
  mesz: "Europe/Brussels",
  wet: "Europe/Lisbon",
  west: "Europe/Lisbon",
  msk: "Europe/Moscow",
  jst: "Asia/Tokyo",
  kst: "Asia/Seoul",
  sgt: "Asia/Singapore",
  hkt: "Asia/Hong_Kong",
  npt: "Asia/Kathmandu",
  nzst: "Pacific/Auckland",
  nzdt: "Pacific/Auckland",
  aedt: "Australia/Sydney",
  hst: "Pacific/Honolulu",
  sast: "Africa/Johannesburg",
  edt: "America/New_York",
  cdt: "America/Chicago",
  mdt: "America/Denver",
  pdt: "America/Los_Angeles",
  akdt: "America/Anchorage",
};

/** Abbreviations that several zones use: a question, the likeliest first. */
export const DOUBTFUL: Record<string, readonly string[]> = {
  est: ["America/New_York", "America/Panama", "America/Jamaica"],
  et: ["America/New_York", "America/Toronto"],
  cst: ["America/Chicago", "Asia/Shanghai", "America/Costa_Rica", "America/Havana"],
  ct: ["America/Chicago", "America/Winnipeg"],
  mst: ["America/Denver", "America/Phoenix"],
  mt: ["America/Denver", "America/Phoenix"],
  pst: ["America/Los_Angeles", "Asia/Manila"],
  pt: ["America/Los_Angeles", "Europe/Lisbon"],
  ast: ["America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"],
  bst: ["Europe/London", "Asia/Dhaka"],
  ist: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  eet: ["Europe/Athens", "Europe/Helsinki", "Europe/Kyiv", "Europe/Bucharest", "Africa/Cairo"],
  eest: ["Europe/Athens", "Europe/Helsinki", "Europe/Kyiv", "Europe/Bucharest"],
  aest: ["Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"],
  acst: ["Australia/Adelaide", "Australia/Darwin"],
};

/** Large cities that give no zone its name, by zone. */
export const CITIES: Record<string, string> = {
  "Europe/Berlin":
    "Hamburg, Munich, München, Muenchen, Köln, Koeln, Cologne, Frankfurt, Stuttgart, Düsseldorf, Leipzig, Dresden, Hannover, Bremen, Nürnberg, Germany, Deutschland",
  "Europe/Vienna": "Wien, Graz, Salzburg, Linz, Innsbruck, Austria, Österreich",
  "Europe/Zurich": "Zürich, Geneva, Genf, Basel, Bern, Lausanne, Switzerland, Schweiz",
  "Europe/London":
    "Manchester, Birmingham, Liverpool, Leeds, Glasgow, Edinburgh, Cardiff, Bristol, England, Scotland, UK",
  "Europe/Paris": "Lyon, Marseille, Toulouse, Nice, Bordeaux, Lille, France",
  "Europe/Madrid": "Barcelona, Valencia, Sevilla, Spain",
  "Europe/Rome": "Rom, Roma, Milan, Milano, Naples, Turin, Florence, Italy",
  "Europe/Amsterdam": "Rotterdam, Utrecht, The Hague, Netherlands",
  "Europe/Brussels": "Brüssel, Antwerp, Ghent, Belgium",
  "Europe/Lisbon": "Lissabon, Porto, Portugal",
  "Europe/Warsaw": "Warschau, Krakow, Gdansk, Wroclaw, Poland",
  "Europe/Prague": "Prag, Brno",
  "America/New_York":
    "New York City, NYC, Boston, Washington, Philadelphia, Miami, Atlanta, Orlando, Pittsburgh, Cleveland, Eastern",
  "America/Chicago": "Houston, Dallas, Austin, San Antonio, Minneapolis, New Orleans, Nashville, St. Louis, Milwaukee",
  "America/Denver": "Salt Lake City, Albuquerque, Mountain",
  "America/Los_Angeles": "LA, San Francisco, Seattle, Portland, San Diego, Las Vegas, Sacramento, San Jose, Pacific",
  "America/Toronto": "Montreal, Ottawa, Quebec",
  "America/Edmonton": "Calgary",
  "America/Sao_Paulo": "Rio de Janeiro, Rio, Brasilia",
  "Asia/Kolkata": "Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Pune, India",
  "Asia/Shanghai": "Beijing, Shenzhen, Guangzhou, China",
  "Asia/Tokyo": "Osaka, Kyoto, Japan",
  "Asia/Kathmandu": "Nepal, Pokhara",
  "Asia/Jerusalem": "Tel Aviv, Haifa",
  "Asia/Dubai": "Abu Dhabi",
  "Australia/Sydney": "Canberra",
  "Pacific/Auckland": "Wellington, Christchurch",
  "Africa/Johannesburg": "Cape Town, Durban, Pretoria",
};

/** Zones most people live in, for a list before anything is typed. */
export const POPULAR: readonly string[] = [
  "Europe/Berlin",
  "Europe/London",
  "Europe/Paris",
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Shanghai",
  "Asia/Tokyo",
  "Australia/Sydney",
  "UTC",
];
