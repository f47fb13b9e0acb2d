// Places: an answer, or another one when it takes too long.

/** Settles within about `ms`; work that is late goes on by itself, and what becomes of it is of no interest. */
export const inTime = async <T>(work: Promise<T>, ms: number, otherwise: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
