import type { CapabilityRecord } from './example.js';

/** The first of several columns a record has, as text. @throws {TypeError} naming them */
export function textOf(record: CapabilityRecord, ...names: readonly string[]): string {
  for (const name of names) {
    const value = record[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  throw new TypeError(`field "${names.join('" or "')}" is missing`);
}

/**
 * The label of a record as its place in `classes`, written as a number, as the number's text or as the name of
 * the class. Labels that test sets leave out (−1, "-", empty) are undefined.
 *
 * @throws {TypeError}
 */
export function labelOf(
  record: CapabilityRecord,
  classes: readonly (readonly string[])[],
  ...names: readonly string[]
): number | undefined {
  const value = names.map((name) => record[name]).find((value) => value !== undefined);
  const text = String(value ?? '')
    .trim()
    .toLowerCase();
  if (text === '' || text === '-1' || text === '-') return undefined;
  const label = classes.findIndex((spellings, c) => text === String(c) || spellings.includes(text));
  if (label >= 0) return label;
  const known = classes.map(([name], c) => `${c} (${name})`).join(', ');
  throw new TypeError(`field "${names.join('" or "')}" is ${JSON.stringify(value)}, not one of ${known}`);
}
