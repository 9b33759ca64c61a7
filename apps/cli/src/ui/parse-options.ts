import { InvalidArgumentError } from 'commander';

/** A whole number of at least `least`. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
  };

/** A number above 0 and, where given, below `limit`. */
export const positiveNumber =
  (limit = Number.POSITIVE_INFINITY) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && value < limit) return value;
    const below = Number.isFinite(limit) ? ` and below ${limit}` : '';
    throw new InvalidArgumentError(`It must be a number above 0${below}.`);
  };

/** How many times something may grow: a number above 1, or Infinity. */
export function growthLimit(text: string): number {
  const value = text === 'Infinity' ? Number.POSITIVE_INFINITY : Number(text);
  if (text.trim() !== '' && value > 1) return value;
  throw new InvalidArgumentError('It must be a number above 1, or Infinity.');
}

/** A share: a number from 0 to 1. */
export function shareOption(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

/** `1,2,3` as layers. */
export function layerList(text: string): number[] {
  const layers = text.split(',').map((part) => Number(part.trim() === '' ? Number.NaN : part));
  if (layers.every((layer) => Number.isSafeInteger(layer) && layer >= 0)) return layers;
  throw new InvalidArgumentError('It must be block numbers with commas between them, e.g. 1,2,3.');
}

/** Collects an option that may be given several times. That it takes the earlier values says so: see `refuseRepeated`. */
export const collect = (value: string, earlier: readonly string[] | undefined): string[] => [
  ...(earlier ?? []),
  value,
];

/** Numbers above 0 (and below `limit`) with commas between them. */
export const numberList =
  (limit = Number.POSITIVE_INFINITY) =>
  (text: string): number[] =>
    text.split(',').map(positiveNumber(limit));
