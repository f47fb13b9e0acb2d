// Places: well-known names of cities that the gazetteer has under another name only.
import { fold } from "./fold.ts";

/** Country, the gazetteer's name, and the other names as they are written. */
const TABLE: readonly (readonly [string, string, string])[] = [
  ["AE", "Dubai", "دبي"],
  ["AT", "Vienna", "Wien|Vienne|Viena|Bécs|Wenen"],
  ["AT", "Klagenfurt am Wörthersee", "Klagenfurt"],
  ["BE", "Antwerpen", "Antwerp|Anvers"],
  ["BE", "Brugge", "Bruges|Brügge"],
  ["BE", "Brussels", "Brüssel|Bruxelles|Brussel|Bruselas"],
  ["BE", "Gent", "Ghent|Gand"],
  ["BE", "Liège", "Lüttich|Luik"],
  ["BG", "Sofia", "София"],
  ["BR", "São Paulo", "Sao Paulo"],
  ["CA", "Québec", "Quebec City"],
  ["CH", "Basel", "Basle|Bâle"],
  ["CH", "Bern", "Berne"],
  ["CH", "Genève", "Geneva|Genf|Ginevra"],
  ["CH", "Luzern", "Lucerne"],
  ["CN", "Beijing", "Peking|Pékin|北京"],
  ["CN", "Guangzhou", "Kanton|Canton|广州"],
  ["CN", "Shanghai", "Schanghai|上海"],
  ["CN", "Shenzhen", "深圳"],
  ["CU", "Havana", "La Habana|Havanna"],
  ["CZ", "Prague", "Praha|Prag|Praga"],
  ["CZ", "Brno", "Brünn"],
  ["CZ", "Pilsen", "Plzeň"],
  ["DE", "Frankfurt am Main", "Frankfurt|Francfort"],
  ["DE", "Frankfurt (Oder)", "Frankfurt"],
  ["DE", "Freiburg", "Freiburg im Breisgau"],
  ["DE", "Halle (Saale)", "Halle"],
  ["DE", "Hannover", "Hanover"],
  ["DE", "Köln", "Cologne|Colonia|Keulen"],
  ["DE", "Munich", "München|Monaco di Baviera|Múnich|Mnichov"],
  ["DE", "Nürnberg", "Nuremberg"],
  ["DE", "Braunschweig", "Brunswick"],
  ["DE", "Mainz", "Mayence"],
  ["DE", "Aachen", "Aix-la-Chapelle"],
  ["DE", "Trier", "Trèves"],
  ["DE", "Regensburg", "Ratisbon"],
  ["DK", "Copenhagen", "København|Kopenhagen|Copenhague|Köpenhamn"],
  ["DK", "Århus", "Aarhus"],
  ["EG", "Cairo", "Kairo|Le Caire|القاهرة"],
  ["EG", "Alexandria", "Alexandrien"],
  ["ES", "Sevilla", "Seville"],
  ["ES", "Zaragoza", "Saragossa"],
  ["ES", "San Sebastián", "Donostia"],
  ["FI", "Helsinki", "Helsingfors"],
  ["FI", "Turku", "Åbo"],
  ["FR", "Nice", "Nizza|Niza"],
  ["FR", "Strasbourg", "Straßburg"],
  ["FR", "Paris", "Parigi|París|Parijs"],
  ["FR", "Marseille", "Marseilles"],
  ["FR", "Lyon", "Lyons"],
  ["GB", "London", "Londres|Londra|Londen"],
  ["GB", "Edinburgh", "Edimburgo"],
  ["GR", "Athens", "Athen|Athína|Αθήνα|Atene|Athènes"],
  ["GR", "Thessaloníki", "Saloniki|Θεσσαλονίκη"],
  ["HK", "Hong Kong", "Hongkong|香港"],
  ["HU", "Budapest", "Budapešť"],
  ["IE", "Dublin", "Baile Átha Cliath"],
  ["IL", "Tel Aviv", "Tel Aviv-Yafo|תל אביב"],
  ["IL", "Jerusalem", "ירושלים"],
  ["IN", "Bengaluru", "Bangalore"],
  ["IN", "Chennai", "Madras"],
  ["IN", "Kolkata", "Calcutta|Kalkutta"],
  ["IN", "Mumbai", "Bombay"],
  ["IN", "Delhi", "दिल्ली"],
  ["IR", "Tehran", "Teheran"],
  ["IQ", "Baghdad", "Bagdad"],
  ["IT", "Bolzano", "Bozen"],
  ["IT", "Florence", "Firenze|Florenz"],
  ["IT", "Genoa", "Genova|Genua"],
  ["IT", "Milan", "Milano|Mailand|Milán"],
  ["IT", "Naples", "Napoli|Neapel"],
  ["IT", "Padova", "Padua"],
  ["IT", "Rome", "Roma|Rom"],
  ["IT", "Turin", "Torino"],
  ["IT", "Venice", "Venezia|Venedig"],
  ["IT", "Verona", "Wälschbern"],
  ["IT", "Siena", "Sienna"],
  ["IT", "Syracuse", "Siracusa"],
  ["JP", "Tokyo", "Tokio|Tōkyō|東京"],
  ["JP", "Osaka", "Ōsaka|大阪"],
  ["JP", "Kyoto", "Kyōto|京都"],
  ["KR", "Seoul", "서울|Seúl"],
  ["KR", "Busan", "Pusan|부산"],
  ["LU", "Luxembourg", "Luxemburg|Lëtzebuerg"],
  ["MA", "Marrakesh", "Marrakech|Marrakesch"],
  ["MX", "Mexico City", "Ciudad de México|CDMX|Mexiko-Stadt"],
  ["NL", "The Hague", "Den Haag|’s-Gravenhage|La Haye"],
  ["NL", "Amsterdam", "Ámsterdam"],
  ["PH", "Manila", "Maynila"],
  ["PL", "Warsaw", "Warszawa|Warschau|Varsovie"],
  ["PL", "Kraków", "Cracow|Krakau|Cracovia"],
  ["PL", "Wrocław", "Breslau"],
  ["PL", "Gdańsk", "Danzig"],
  ["PL", "Poznań", "Posen"],
  ["PL", "Szczecin", "Stettin"],
  ["PL", "Łódź", "Lodsch"],
  ["PT", "Lisbon", "Lisboa|Lissabon|Lisbonne"],
  ["PT", "Porto", "Oporto"],
  ["RO", "Bucharest", "București|Bukarest"],
  ["RS", "Belgrade", "Beograd|Belgrad|Београд"],
  ["RU", "Moscow", "Moskva|Moskau|Москва|Moscou"],
  ["RU", "Saint Petersburg", "Sankt-Peterburg|Sankt Petersburg|Санкт-Петербург"],
  ["SE", "Göteborg", "Gothenburg"],
  ["SG", "Singapore", "Singapur|Singapour"],
  ["SK", "Bratislava", "Pressburg"],
  ["SY", "Damascus", "Damaskus"],
  ["TH", "Bangkok", "กรุงเทพ"],
  ["TR", "Istanbul", "İstanbul|Constantinople|Estambul"],
  ["TW", "Taipei", "Taipeh|台北"],
  ["UA", "Kyiv", "Kiev|Kiew|Київ|Киев"],
  ["UA", "Odessa", "Odesa|Одеса"],
  ["UA", "Lviv", "Lemberg|Львів"],
  ["US", "New York City", "New York|NYC|Nueva York|Nowy Jork"],
  ["US", "Washington, D.C.", "Washington|Washington DC"],
  ["US", "Los Angeles", "L.A."],
  ["US", "San Francisco", "SF"],
  ["US", "Philadelphia", "Philly"],
  ["US", "The Bronx", "Bronx"],
  ["VN", "Ho Chi Minh City", "Saigon|Sài Gòn|Hồ Chí Minh|Thành phố Hồ Chí Minh"],
  ["ZA", "Cape Town", "Kapstadt"],
];

/** One city under another name: the folded name in the gazetteer, its country, and this name as it is written. */
export type Exonym = { country: string; folded: string; written: string };

/** Those that begin so, for completion. */
export const exonymsBeginning = (folded: string): readonly Exonym[] => {
  byName ??= indexed();
  return [...byName].filter(([name]) => name.startsWith(folded)).flatMap(([, found]) => found);
};

let byName: Map<string, Exonym[]> | undefined;

/** What else a folded name may stand for. */
export const exonymsOf = (folded: string): readonly Exonym[] => {
  byName ??= indexed();
  return byName.get(folded) ?? [];
};

const indexed = (): Map<string, Exonym[]> => {
  const index = new Map<string, Exonym[]>();
  for (const [country, name, others] of TABLE) {
    for (const written of others.split("|")) {
      const key = fold(written);
      index.set(key, [...(index.get(key) ?? []), { country, folded: fold(name), written }]);
    }
  }
  return index;
};
