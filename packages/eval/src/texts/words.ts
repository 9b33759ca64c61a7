const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

/** Runs of letters, digits, inner apostrophes and hyphens; every other mark is a word of its own. */
export const words = (text: string): string[] => text.match(WORD) ?? [];
