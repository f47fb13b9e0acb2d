// Places: whether two spellings differ by one slip of the pen.

/** Whether `wanted` becomes `bytes[start..end)` by one letter added, dropped, changed, or two neighbours swapped. Equal does not count. */
export const withinOneEdit = (bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean => {
  const length = end - start;
  const longer = length - wanted.length;
  if (longer < -1 || longer > 1) return false;
  let k = 0;
  while (k < length && k < wanted.length && bytes[start + k] === wanted[k]) k++;
  if (longer === 1) return sameFrom(bytes, start + k + 1, end, wanted, k);
  if (longer === -1) return sameFrom(bytes, start + k, end, wanted, k + 1);
  if (k === length) return false;
  if (sameFrom(bytes, start + k + 1, end, wanted, k + 1)) return true;
  return (
    bytes[start + k] === wanted[k + 1] &&
    bytes[start + k + 1] === wanted[k] &&
    sameFrom(bytes, start + k + 2, end, wanted, k + 2)
  );
};

const sameFrom = (bytes: Uint8Array, from: number, end: number, wanted: Uint8Array, at: number): boolean => {
  if (end - from !== wanted.length - at) return false;
  for (let k = 0; k < end - from; k++) if (bytes[from + k] !== wanted[at + k]) return false;
  return true;
};
