/** Bytes `from` … `to − 1` of a file. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The one range a `Range` header asks for; nothing where it asks for none, or for what this server does not
 * do (several ranges, other units): then the whole file is right.
 *
 * @see RFC 9110, section 14
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { from: size - length, to: size };
  }
  const from = Number(first);
  const to = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < from) return undefined;
  return from < size ? { from, to } : 'unsatisfiable';
}
