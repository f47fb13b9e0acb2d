// Places: the address of a geocoder, as it is configured.

/** Undefined when the address is not of the two kinds. */
export const readGeocoderUrl = (url: string): { kind: "nominatim" | "photon"; base: URL } | undefined => {
  const [, kind, rest] = /^(nominatim|photon)\+(https?:\/\/.+)$/.exec(url) ?? [];
  if (rest === undefined || !URL.canParse(rest)) return undefined;
  return { kind: kind as "nominatim" | "photon", base: new URL(rest.endsWith("/") ? rest : `${rest}/`) };
};
