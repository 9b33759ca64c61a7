import { type FactSet, type ReadFactsOptions, readFacts } from '../datasets/read-facts.js';
import { readLineBlocks } from './read-lines.js';

/**
 * `readFacts` on a file; messages name its path.
 *
 * @throws {DatasetError} `file-missing`, `file-unreadable`, `not-utf8`, and all that `readFacts` throws
 */
export function readFactsFile(path: string, options: ReadFactsOptions = {}): Promise<FactSet> {
  return readFacts(readLineBlocks(path), { file: path, ...options });
}
