import { StatisticsError } from './errors.js';
import type { Statistics } from './statistics.js';

/**
 * @param model its content hash
 * @param tokenizer its content hash, where it can say
 * @throws {StatisticsError} `statistics-of-another-model`, `statistics-of-another-tokenizer` unless they were made from
 * this model, or serve it, with this tokenizer; statistics that do not know their tokenizer are taken
 */
export function assertStatisticsFor(
  { modelHash, serves, tokenizers }: Pick<Statistics, 'modelHash' | 'serves' | 'tokenizers'>,
  model: string,
  tokenizer?: string,
): void {
  if (modelHash !== model && !serves?.includes(model)) {
    throw new StatisticsError({
      code: 'statistics-of-another-model',
      message: `The statistics were made from model ${modelHash.slice(0, 12)}, this is ${model.slice(0, 12)}.`,
      hint: 'Collect statistics of this model, or open the model they were made from.',
      data: { expected: model, found: modelHash },
    });
  }
  if (tokenizer === undefined || tokenizers === undefined || tokenizers.includes(tokenizer)) return;
  throw new StatisticsError({
    code: 'statistics-of-another-tokenizer',
    message: `The statistics were collected with tokenizer ${tokenizers.map(short).join(' or ')}, this is ${short(tokenizer)}.`,
    hint: 'Put back the tokenizer they were collected with, or call `collectStatistics(model, { text })` again over the same text: it finds out whether they hold for this one.',
    data: { expected: tokenizer, found: tokenizers },
  });
}

const short = (hash: string) => hash.slice(0, 12);
