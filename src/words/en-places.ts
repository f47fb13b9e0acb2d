// Words: parties nearby, the pin of a place that a host confirms, and what a place was read from, in English.

type When = "any" | "tonight" | "weekend";

export const nearby = {
  title: (label: string) => `Parties near ${label}`,
  none: (km: number, when: When) =>
    `No parties within ${km} km${{ any: "", tonight: " tonight", weekend: " this weekend" }[when]} yet. Look further, or plan one yourself.`,
  about: (km: number) => (km <= 1 ? "within 1 km" : `about ${km} km`),
  unknown: "I don't know that place. Try a city, or share your location.",
  further: "Look further",
  more: "More",
  when: { any: "Any day", tonight: "Tonight", weekend: "This weekend" },
  looked: (km: number, when: When) =>
    `Looked within ${km} km, ${{ any: "on any day", tonight: "tonight", weekend: "this weekend" }[when]}.`,
};

export const pin = {
  check:
    "I found this address on the map: is the pin right? Until you say so, guests get the address in words, and their map shows the area alone.",
  isRight: "The pin is right",
  move: "Move the pin",
  right: "Guests see the pin now",
  moved: "The pin is moved",
  changed: "The place has changed since. Look at the party again before you say that its pin is right.",
  needsPoint: "Share your location there, or paste a map link or coordinates.",
  far: "That's far from where the party is. If it moves, change its place: /edit where:",
  inPrivate: "I looked the address up on the map. Ask me for the party in private, and say whether the pin is right.",
};

/** Said of where a party is, or where somebody looks. */
export const where = {
  threeWords:
    "Only what3words can read those three words, and I don't ask them. Paste a map link, coordinates, a plus code or the address instead.",
  grid: "I can't read grid references. Paste a map link, coordinates like “52.5200, 13.4050”, a plus code or the address instead.",
  emptyLink:
    "That link doesn't say where it leads, and I don't follow links. Open it, and paste the address or the coordinates from there.",
  instead: {
    openstreetmap: "Google Maps didn't answer, so I looked it up on OpenStreetMap.",
    cities: "I couldn't reach the map service, so I used the city I know.",
  },
  notReached: "I couldn't reach the map service: try again in a minute with /edit where:",
};
