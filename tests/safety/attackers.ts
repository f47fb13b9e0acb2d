// Safety: those who try to find a home by asking where parties are. Each sees what anyone is shown, and says where it thinks the home is.
import type { LatLng } from "../../src/domain/place.ts";

/** One answer: codes with their bands in km, nearest first. */
export type Answer = { code: string; km: number }[];
/** `anchors` are parties of the attacker's own, whose exact points it knows: by their code. */
export type Target = {
  victim: string;
  /** What the party's page shows. */
  area: LatLng;
  anchors: ReadonlyMap<string, LatLng>;
  ask(at: LatLng, km: number): Answer;
};
export type Attacker = (target: Target) => LatLng;

const KM_OF_DEGREE = 111.195;
const wideAt = (lat: number): number => KM_OF_DEGREE * Math.cos((lat * Math.PI) / 180);
export const moved = (from: LatLng, eastKm: number, northKm: number): LatLng => ({
  lat: from.lat + northKm / KM_OF_DEGREE,
  lng: from.lng + eastKm / wideAt(from.lat),
});
const planar = (from: LatLng, to: LatLng): [number, number] => [
  (to.lng - from.lng) * wideAt(from.lat),
  (to.lat - from.lat) * KM_OF_DEGREE,
];

const bandIn = (answer: Answer, code: string): number => answer.find((one) => one.code === code)?.km ?? Infinity;

type Ring = { at: LatLng; km: number };

/** Walks outwards on `bearings` rays and halves the step where `far` turns true: there it believes to be exactly `km` from the home. */
const rings = (target: Target, km: number, radius: number, bearings: number): Ring[] =>
  Array.from({ length: bearings }, (_, i) => {
    const turn = (2 * Math.PI * i) / bearings;
    let [near, far] = [0, 3 * km];
    for (let step = 0; step < 20; step += 1) {
      const middle = (near + far) / 2;
      const at = moved(target.area, middle * Math.cos(turn), middle * Math.sin(turn));
      if (bandIn(target.ask(at, radius), target.victim) > km) far = middle;
      else near = middle;
    }
    return { at: moved(target.area, near * Math.cos(turn), near * Math.sin(turn)), km };
  });

/** The point whose distances fit the rings best: Gauss and Newton, ten steps from where the page says. */
const fitted = (start: LatLng, all: readonly Ring[]): LatLng => {
  let guess = start;
  for (let step = 0; step < 10; step += 1) {
    let [xx, xy, yy, xr, yr] = [1e-9, 0, 1e-9, 0, 0];
    for (const { at, km } of all) {
      const [east, north] = planar(guess, at);
      const far = Math.hypot(east, north) || 1e-9;
      const [ux, uy, off] = [-east / far, -north / far, km - far];
      xx += ux * ux;
      xy += ux * uy;
      yy += uy * uy;
      xr += ux * off;
      yr += uy * off;
    }
    const det = xx * yy - xy * xy || 1e-9;
    guess = moved(guess, (xr * yy - yr * xy) / det, (yr * xx - xr * xy) / det);
  }
  return guess;
};

/** Where the search stops finding the party, and where the words for its distance change, from all sides. */
const circles =
  (km: number, radius: number): Attacker =>
  (target) =>
    fitted(target.area, rings(target, km, radius, 24));

/** Walks along two lines in steps of metres; the middle of where the answer is "within 1 km" is taken for the home. */
const edgeWalk: Attacker = ({ ask, area, victim }) => {
  const middle = (east: number, north: number): number => {
    const hits = Array.from({ length: 600 }, (_, i) => (i - 300) * 0.008).filter(
      (by) => bandIn(ask(moved(area, by * east, by * north), 10), victim) <= 1,
    );
    return hits.length === 0 ? 0 : ((hits[0] ?? 0) + (hits.at(-1) ?? 0)) / 2;
  };
  return moved(area, middle(1, 0), middle(0, 1));
};

/** Compares the home with parties of its own, by the order in the list: whatever point breaks the fewest comparisons is the home. */
const ordering: Attacker = ({ ask, area, victim, anchors }) => {
  const said: { at: LatLng; anchor: LatLng; nearer: boolean }[] = [];
  for (let i = 0; i < 120; i += 1) {
    const turn = i * 2.399963;
    const at = moved(area, 0.03 * i * Math.cos(turn), 0.03 * i * Math.sin(turn));
    const codes = ask(at, 10).map((one) => one.code);
    const place = codes.indexOf(victim);
    if (place < 0) continue;
    for (const [code, anchor] of anchors) {
      if (codes.includes(code)) said.push({ at, anchor, nearer: place < codes.indexOf(code) });
    }
  }
  const wrong = (guess: LatLng): number =>
    said.filter(
      ({ at, anchor, nearer }) => Math.hypot(...planar(at, guess)) < Math.hypot(...planar(at, anchor)) !== nearer,
    ).length;
  let best: { faults: number; all: LatLng[] } = { faults: Infinity, all: [] };
  for (let i = 0; i < 81; i += 1) {
    const guess = moved(area, ((i % 9) - 4) * 0.12, (Math.floor(i / 9) - 4) * 0.12);
    const faults = wrong(guess);
    if (faults < best.faults) best = { faults, all: [guess] };
    else if (faults === best.faults) best.all.push(guess);
  }
  const mean = (of: (point: LatLng) => number): number =>
    best.all.reduce((sum, one) => sum + of(one), 0) / best.all.length;
  return { lat: mean((one) => one.lat), lng: mean((one) => one.lng) };
};

export const ATTACKERS: Readonly<Record<string, Attacker>> = {
  "asks from where the party is found no more": circles(2, 2),
  "asks from where 1 km becomes 2": circles(1, 10),
  "asks from where 5 km become 10": circles(5, 50),
  "walks along the cells' edges": edgeWalk,
  "compares with parties of its own": ordering,
};
