// Places: loopback servers that stand for Google, Nominatim and Photon, healthy or broken in every way.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export type Wire = {
  host: string;
  /** What was asked, in order. */
  asked: URL[];
  answer: Handler;
  close(): Promise<void>;
};

export const startWire = async (): Promise<Wire> => {
  const asked: URL[] = [];
  const wire = { asked, answer: (_request: IncomingMessage, response: ServerResponse) => void response.end() };
  const server: Server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://wire"));
    wire.answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return Object.assign(wire, { host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close });
};

export const json =
  (body: unknown, status = 200): Handler =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(JSON.stringify(body));
  };

const text =
  (body: string, type: string): Handler =>
  (_, response) =>
    void response.writeHead(200, { "content-type": type }).end(body);

/** Every way to be of no use, for whoever is asked. */
export const BROKEN: readonly (readonly [how: string, Handler])[] = [
  ["silent", () => undefined],
  ["hanging up", (request) => void request.socket.destroy()],
  ["lying in HTML", text("<html><title>Sign in</title>", "text/html")],
  ["empty", text("", "application/json")],
  ["of wrong types", json({ status: 7, results: "none", features: { a: 1 }, predictions: 3, lat: [] })],
  ["huge", text(`{"status":"OK","x":"${"y".repeat(2_000_000)}"}`, "application/json")],
  [
    "redirecting in a loop",
    (request, response) => void response.writeHead(302, { location: request.url ?? "/" }).end(),
  ],
  ["over its quota", json({ status: "OVER_QUERY_LIMIT", results: [], predictions: [], error: "slow down" }, 429)],
  ["in trouble", json({ status: "UNKNOWN_ERROR", results: [], predictions: [] }, 503)],
];

/** As each answers for a house at this point. */
export const knows = {
  google: (point: { lat: number; lng: number }, formatted = "Oranienstraße 25, 10999 Berlin, Germany") => ({
    status: "OK",
    results: [{ ...googlePlace(point), formatted_address: formatted }],
  }),
  nominatim: ({ lat, lng }: { lat: number; lng: number }) => [
    {
      lat: `${lat}`,
      lon: `${lng}`,
      place_rank: 30,
      display_name: "25, Oranienstraße, Luisenstadt, Kreuzberg, Berlin, 10999, Deutschland",
      address: { suburb: `Near ${lat}`, neighbourhood: "Luisenstadt", city: "Berlin", country: "Deutschland" },
    },
  ],
  photon: ({ lat, lng }: { lat: number; lng: number }) => ({
    features: [
      {
        geometry: { coordinates: [lng, lat] },
        properties: {
          type: "house",
          street: "Oranienstraße",
          housenumber: "25",
          district: `Near ${lat}`,
          city: "Berlin",
          postcode: "10999",
          country: "Germany",
        },
      },
    ],
  }),
};

/** Google's place, with a quarter that is finer than anyone should be told. */
export const googlePlace = ({ lat, lng }: { lat: number; lng: number }) => ({
  address_components: [
    { long_name: "25", types: ["street_number"] },
    { long_name: "Oranienstraße", types: ["route"] },
    { long_name: `Near ${lat}`, types: ["political", "neighborhood"] },
    { long_name: "Berlin", types: ["locality", "political"] },
  ],
  geometry: { location: { lat, lng } },
  types: ["street_address"],
});
