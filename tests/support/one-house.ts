// Support: a geocoder that knows one house, whatever it is asked: what it makes of an address is a guess.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export const POINT = { lat: 52.50031, lng: 13.42214 };
export const ADDRESS = "Oranienstrasse 25, Berlin";

/** As Photon answers. */
const FEATURE = {
  type: "Feature",
  geometry: { type: "Point", coordinates: [POINT.lng, POINT.lat] },
  properties: {
    ...{ osm_type: "N", osm_key: "place", osm_value: "house", type: "house", housenumber: "25" },
    ...{ street: "Oranienstraße", district: "Kreuzberg", city: "Berlin", country: "Deutschland", postcode: "10999" },
  },
};

/** `env` makes the program ask it. */
export const openGeocoder = async (): Promise<{ env: { GEOCODER_URL: string }; close(): Promise<void> }> => {
  const server = createServer((_, response) => {
    const body = JSON.stringify({ type: "FeatureCollection", features: [FEATURE] });
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    env: { GEOCODER_URL: `photon+http://127.0.0.1:${port}` },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
