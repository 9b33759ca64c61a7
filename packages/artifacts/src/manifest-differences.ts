import type { RunManifest } from './run-schema.js';

/** For people and logs; it does not change a digit. */
const IGNORED = new Set(['model.name', 'packageVersion', 'warnings']);

/** What runs of earlier versions do not hold. */
const LATER = new Set(['model.tokenizer', 'model.madeFrom', 'repeated']);

/**
 * Fields in which two manifests differ, in words: what keeps a run from being continued. Settings are named
 * one by one.
 *
 * @example ['settings.L2: 10 there, 1 here']
 */
export function manifestDifferences(there: RunManifest, here: RunManifest): string[] {
  const [a, b] = [flatten(there), flatten(here)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => !LATER.has(name) || a.has(name))
    .filter((name) => !IGNORED.has(name) && a.get(name) !== b.get(name))
    .map((name) => `${name}: ${a.get(name) ?? 'nothing'} there, ${b.get(name) ?? 'nothing'} here`);
}

/** Leaves of a manifest as JSON text by dotted name; an array is a leaf. */
function flatten(value: object, prefix = ''): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      for (const [name, text] of flatten(item, `${prefix}${key}.`)) leaves.set(name, text);
    } else leaves.set(prefix + key, JSON.stringify(item));
  }
  return leaves;
}
