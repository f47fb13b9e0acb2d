// Places: pasted map links, read without following them.
import { describe, expect, test } from "vitest";
import { mapLinkIn } from "../../src/places/map-link.ts";

const at = (lat: number, lng: number, words?: string) => ({
  kind: "point",
  point: { lat: expect.closeTo(lat, 4), lng: expect.closeTo(lng, 4) },
  ...(words !== undefined && { words }),
});
const words = (said: string) => ({ kind: "words", words: said });
const closed = { kind: "closed" };

describe("a link says", () => {
  test.each([
    [
      "https://www.google.com/maps/place/Brandenburger+Tor/@52.5162746,13.3751287,17z/data=!3m1!4b1!4m6!3m5!1s0x47a8:0x26bb!8m2!3d52.5162701!4d13.3777036!16zL20v?entry=ttu&g_ep=Egoy",
      at(52.51627, 13.3777, "Brandenburger Tor"),
    ],
    [
      "https://www.google.de/maps/place/Kastanienallee+12,+10435+Berlin/@52.5384,13.4091,17z",
      at(52.5384, 13.4091, "Kastanienallee 12, 10435 Berlin"),
    ],
    ["https://www.google.co.uk/maps/@51.5007,-0.1246,16z", at(51.5007, -0.1246)],
    ["https://www.google.com/maps/place/52%C2%B031'12.0%22N+13%C2%B024'18.0%22E/@52.52,13.4024,17z", at(52.52, 13.405)],
    ["https://www.google.com/maps?q=52.52,13.405", at(52.52, 13.405)],
    ["https://maps.google.com/?q=52.52,13.405&z=15", at(52.52, 13.405)],
    ["https://maps.google.com/maps?q=loc:52.52,13.405", at(52.52, 13.405)],
    ["https://maps.google.com/?q=Kastanienallee+12,+Berlin", words("Kastanienallee 12, Berlin")],
    ["https://maps.google.com/?ll=52.52,13.405&q=Anna", at(52.52, 13.405, "Anna")],
    ["https://www.google.com/maps/search/?api=1&query=52.52%2C13.405", at(52.52, 13.405)],
    ["https://www.google.com/maps/search/?api=1&query=Tempelhofer%20Feld%20Berlin", words("Tempelhofer Feld Berlin")],
    ["https://www.google.com/maps/search/52.52,+13.405", at(52.52, 13.405)],
    ["https://www.google.com/maps/dir/?api=1&destination=52.52,13.405", at(52.52, 13.405)],
    ["https://www.google.com/maps/dir/Potsdam/52.52,13.405/@52.4,13.2,10z", at(52.52, 13.405)],
    ["https://www.google.com/maps/dir//Kastanienallee+12,+Berlin/@52.5,13.3,12z", words("Kastanienallee 12, Berlin")],
    ["google.com/maps?q=52.52,13.405", at(52.52, 13.405)],
    ["https://maps.app.goo.gl/Zx9yAbc123", closed],
    ["maps.app.goo.gl/Zx9yAbc123", closed],
    ["https://goo.gl/maps/abcDEF", closed],
    ["https://g.co/kgs/abc", closed],
    ["https://maps.apple/p/AbCdEf", closed],
    ["https://maps.apple.com/?ll=52.52,13.405&q=Anna%27s%20place", at(52.52, 13.405, "Anna's place")],
    [
      "https://maps.apple.com/?address=Kastanienallee%2012,%2010435%20Berlin&ll=52.538,13.409",
      at(52.538, 13.409, "Kastanienallee 12, 10435 Berlin"),
    ],
    ["https://maps.apple.com/?q=52.52,13.405", at(52.52, 13.405)],
    ["https://maps.apple.com/?daddr=Kastanienallee+12,+Berlin", words("Kastanienallee 12, Berlin")],
    [
      "https://maps.apple.com/place?coordinate=52.52,13.405&name=Marked%20Location",
      at(52.52, 13.405, "Marked Location"),
    ],
    ["https://www.openstreetmap.org/?mlat=52.52&mlon=13.405#map=17/52.1/13.1", at(52.52, 13.405)],
    ["https://www.openstreetmap.org/#map=17/52.52/13.405", at(52.52, 13.405)],
    ["https://www.openstreetmap.org/node/240109189#map=19/52.52/13.405", at(52.52, 13.405)],
    ["https://www.openstreetmap.org/node/240109189", closed],
    ["https://www.openstreetmap.org/search?query=Kastanienallee%2012%20Berlin", words("Kastanienallee 12 Berlin")],
    ["https://osm.org/go/0EEQjE--", at(51.51077, 0.05493)],
    ["geo:52.52,13.405", at(52.52, 13.405)],
    ["geo:52.52,13.405;crs=wgs84;u=35", at(52.52, 13.405)],
    ["geo:52.52,13.405?z=17", at(52.52, 13.405)],
    ["geo:0,0?q=52.52,13.405(Anna)", at(52.52, 13.405, "Anna")],
    ["geo:0,0?q=Kastanienallee%2012,%20Berlin", words("Kastanienallee 12, Berlin")],
    ["https://waze.com/ul?ll=52.52%2C13.405&navigate=yes", at(52.52, 13.405)],
    ["https://www.bing.com/maps?cp=52.52~13.405&lvl=16", at(52.52, 13.405)],
    ["https://what3words.com/filled.count.soap", closed],
  ])("%s", (text, said) => {
    expect(mapLinkIn(text)?.link).toEqual(said);
  });
});

test("the words around a link are kept apart", () => {
  expect(mapLinkIn("Anna's place: https://maps.app.goo.gl/Zx9y, ring twice")).toEqual({
    link: closed,
    rest: expect.stringContaining("Anna's place"),
  });
});

test.each([
  "https://example.com/maps/place/Berlin",
  "https://www.google.com/search?q=berlin",
  "https://evilgoogle.com/maps?q=1.5,2.5",
  "https://google.com.evil.example/maps?q=1.5,2.5",
  "Berlin",
  "http://",
  "https://[",
])("%s is no map's link", (text) => {
  expect(mapLinkIn(text)).toBeUndefined();
});

test("points off the Earth and broken escapes do no harm", () => {
  expect(mapLinkIn("https://www.google.com/maps/@152.5,13.4,17z")?.link).toEqual(closed);
  expect(mapLinkIn("https://www.google.com/maps/place/%E0%A4%A/@52.52,13.405,17z")?.link).toMatchObject({
    kind: "point",
  });
});
