import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyCheckpoint } from '@alphaedit/conformance';
import { writeSafetensors } from '@alphaedit/safetensors/node';

/** A checkpoint folder with random weights: two blocks, bytes for tokens, a context of 64. */
export async function writeTinyModel(directory: string): Promise<void> {
  const { config, tokenizerJson, tokenizerConfig, tensors } = tinyCheckpoint();
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'config.json'), JSON.stringify(config));
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify(tokenizerJson));
  await writeFile(join(directory, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig));
  const list = [...tensors].map(([name, { shape, data }]) => ({ name, shape, data }));
  await writeSafetensors(join(directory, 'model.safetensors'), list);
}

/** Facts short enough for it, one per line. */
export function tinyFacts(count: number): string {
  const fact = (i: number) => ({ subject: `Ann${i}`, prompt: '{} likes', target: 'tea', truth: 'oil' });
  return Array.from({ length: count }, (_, i) => `${JSON.stringify(fact(i))}\n`).join('');
}

/** Arbitrary lines of letters, the same each time. */
export function tinyText(lines: number): string {
  let state = 1;
  const letter = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 'abcdefghijklmnopqrstuvwxyz     '[(state >>> 16) % 31]!;
  };
  return Array.from({ length: lines }, () => `${Array.from({ length: 50 }, letter).join('')}\n`).join('');
}
