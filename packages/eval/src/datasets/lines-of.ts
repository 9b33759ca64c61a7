/** A whole text, or its lines without their line ends, one by one or several at a time. */
export type LineSource = string | Iterable<string> | AsyncIterable<string | readonly string[]>;

/** The lines of a source, some at a time, without a byte order mark. */
export async function* blocksOf(source: LineSource): AsyncGenerator<readonly string[]> {
  let first = true;
  for await (const given of typeof source === 'string' ? [source.split(/\r?\n/)] : source) {
    const block = typeof given === 'string' ? [given] : given;
    if (first && block[0]?.startsWith('\uFEFF')) yield [block[0].slice(1), ...block.slice(1)];
    else yield block;
    if (block.length > 0) first = false;
  }
}

/** The lines of a source one by one, without a byte order mark. */
export async function* linesOf(source: LineSource): AsyncGenerator<string> {
  for await (const block of blocksOf(source)) yield* block;
}
