import type { Compat, Fact, ModelPort, Warning, Work } from '@alphaedit/spec';
import { askedFact, checkedFact, DatasetError, plural, questionOf } from '@alphaedit/spec';
import { consistency } from '../metrics/consistency.js';
import { fluency } from '../metrics/fluency.js';
import type { BootstrapOptions, Interval } from '../stats/bootstrap.js';
import { bootstrapMean } from '../stats/bootstrap-mean.js';
import type { References } from './references.js';
import { treebankWords } from './treebank-words.js';
import { words } from './words.js';

/**
 * Continues each prompt and returns prompt and continuation as one text, by sampling. This package generates
 * nothing itself: wrap a generator such as that of `@alphaedit/model`.
 */
export type WriteTexts = (model: ModelPort, prompts: readonly string[], work: Work) => Promise<string[]>;

/** What a model writes from, how long, and against which texts. */
export interface MeasureTextsOptions extends Work {
  readonly write: WriteTexts;
  /** Needed for consistency. */
  readonly references?: References;
  readonly compat?: Compat;
  readonly bootstrap?: BootstrapOptions;
}

/** What a model wrote about one fact. */
export interface WrittenRecord {
  readonly id?: string;
  readonly subject: string;
  readonly texts: readonly string[];
  readonly fluency: number;
  readonly consistency?: number;
}

/** What a model writes about facts, measured. */
export interface WrittenReport {
  readonly fluency: Interval;
  /** Over the facts that have reference texts; absent where none has. */
  readonly consistency?: Interval;
  readonly records: readonly WrittenRecord[];
  readonly warnings: readonly Warning[];
}

/**
 * Lets a model write from every fact's generation prompts (from the edit's own prompt where it has none), and
 * measures fluency and, against reference texts, consistency: by record, then the mean over records with
 * bootstrap intervals.
 *
 * @throws {DatasetError} `no-facts`
 * @throws {FactError} those of `checkedFact`
 */
export async function measureTexts(
  model: ModelPort,
  given: readonly Fact[],
  { write, references, compat = 'corrected', bootstrap, signal, onProgress }: MeasureTextsOptions,
): Promise<WrittenReport> {
  if (given.length === 0) {
    throw new DatasetError({
      code: 'no-facts',
      message: 'No facts to write about.',
      hint: 'Give at least one.',
    });
  }
  const facts = given.map((fact) => checkedFact(askedFact(model.tokenizer, fact)));
  const prompts = facts.map(promptsOf);
  const written = (await write(model, prompts.flat(), { signal, onProgress })).values();
  const split = compat === 'official' ? treebankWords : words;
  const records = facts.map((fact, f): WrittenRecord => {
    const texts = prompts[f]!.map(() => cleaned(written.next().value!));
    const about = references?.of(fact) ?? [];
    return {
      ...(fact.id !== undefined && { id: fact.id }),
      subject: fact.subject,
      texts,
      fluency: fluency(texts, { words: split }),
      ...(references && about.length > 0 && { consistency: consistency(texts, about, references.weights) }),
    };
  });
  const consistent = records.flatMap((record) => record.consistency ?? []);
  const measured = bootstrapMean(consistent, bootstrap);
  return {
    fluency: bootstrapMean(
      records.map((record) => record.fluency),
      bootstrap,
    )!,
    ...(measured && { consistency: measured }),
    records,
    warnings: references ? missing(facts.length - consistent.length, facts.length) : [],
  };
}

function promptsOf(fact: Fact): readonly string[] {
  return fact.generationPrompts?.length ? fact.generationPrompts : [questionOf(fact)];
}

/** As the published evaluation: compatibility characters taken apart, no empty lines. */
const cleaned = (text: string) => text.normalize('NFKD').replaceAll('\n\n', ' ');

function missing(count: number, facts: number): Warning[] {
  if (count === 0) return [];
  return [
    {
      code: 'no-references',
      message: `Without reference texts: ${count} of ${plural(facts, 'fact')}. Consistency leaves them out.`,
      data: { facts: count },
    },
  ];
}
