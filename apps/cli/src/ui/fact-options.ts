import { text } from 'node:stream/consumers';
import type { FactSources } from '@alphaedit/core/node';
import { SettingsError } from '@alphaedit/spec';
import { InvalidArgumentError, Option } from 'commander';
import { collect } from './parse-options.js';

/** What `--facts` and `--fact` give; both may be given several times, and add up. */
export interface FactOptions {
  readonly facts?: readonly string[];
  readonly fact?: readonly string[];
}

const INPUT = '-';

/** `--facts`. @param what what the facts are, for the help */
export const factsOption = (what: string): Option =>
  new Option(
    '--facts <file>',
    `${what} as JSONL, JSON or CSV; - reads standard input; may be given several times`,
  ).argParser(factFile);

/** `--fact`. */
export const factOption = (): Option =>
  new Option(
    '--fact <json>',
    'one fact as JSON, with subject, prompt and target; may be given several times',
  ).argParser(collect);

/** Where the facts stand that were named, files first; standard input is read here. Nothing where none were named. */
export async function factSources({ facts = [], fact = [] }: FactOptions): Promise<FactSources | undefined> {
  const [first, ...others] = [
    ...(await Promise.all(facts.map(source))),
    ...fact.map((json, i) => ({ text: json, name: fact.length > 1 ? `--fact ${i + 1}` : '--fact' })),
  ];
  return first && [first, ...others];
}

/** The same where there have to be some. @throws {SettingsError} `facts-missing` */
export async function requiredFactSources(options: FactOptions): Promise<FactSources> {
  const sources = await factSources(options);
  if (sources) return sources;
  throw new SettingsError({
    code: 'facts-missing',
    message: 'No facts were given.',
    hint: 'Give `facts`: a file, or one fact as JSON with --fact.',
  });
}

const source = async (file: string) =>
  file === INPUT ? { text: await text(process.stdin), name: 'standard input' } : { file };

function factFile(value: string, earlier: readonly string[] | undefined): string[] {
  if (value === INPUT && earlier?.includes(INPUT)) {
    throw new InvalidArgumentError('Standard input can be read once.');
  }
  return collect(value, earlier);
}
