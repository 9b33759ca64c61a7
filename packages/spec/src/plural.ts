/** A count with its noun: `1 fact`, `3 facts`, `1,000 facts`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
