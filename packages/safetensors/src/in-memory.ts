/**
 * Bytes of a file at most that is made or read in one piece: what every browser and every supported Node.js can hold in
 * one array. Files that are read or written tensor by tensor may have any size.
 */
export const IN_MEMORY_BYTES = 2 ** 31;

/** Why a file is not held in memory as a whole. */
export const tooLarge = (what: string, bytes: number): string =>
  `${what} has ${bytes} bytes; at most ${IN_MEMORY_BYTES} are held in memory in one piece.`;
