/**
 * Where `pattern` begins in `text`, overlapping places included, at most `limit` of them. Knuth, Morris and
 * Pratt's search: time is linear in both lengths whatever they hold.
 */
export function findAll(text: string, pattern: string, limit: number): number[] {
  const found: number[] = [];
  if (pattern === '' || pattern.length > text.length) return found;
  const borders = bordersOf(pattern);
  let matched = 0;
  for (let at = 0; at < text.length && found.length < limit; at++) {
    while (matched > 0 && text[at] !== pattern[matched]) matched = borders[matched - 1]!;
    if (text[at] === pattern[matched]) matched++;
    if (matched < pattern.length) continue;
    found.push(at + 1 - matched);
    matched = borders[matched - 1]!;
  }
  return found;
}

/** For each beginning of the pattern, the length of its longest proper beginning that is also its end. */
function bordersOf(pattern: string): Int32Array {
  const borders = new Int32Array(pattern.length);
  for (let at = 1, length = 0; at < pattern.length; at++) {
    while (length > 0 && pattern[at] !== pattern[length]) length = borders[length - 1]!;
    if (pattern[at] === pattern[length]) length++;
    borders[at] = length;
  }
  return borders;
}
