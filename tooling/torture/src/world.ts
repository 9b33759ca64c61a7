import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing/write-tiny-model';
import { alphaedit } from './command.js';

const FACTS = 12;

/** A tiny model with facts, statistics and finished runs, to do harm to copies of. */
export interface World {
  readonly folder: string;
  readonly model: string;
  readonly stats: string;
  /** A finished run, and one of other facts. */
  readonly run: string;
  readonly other: string;
  /** Arguments of an edit into a folder, and of one of other facts. */
  edit(out: string): readonly string[];
  editOther(out: string): readonly string[];
  covariance(out: string, text: 'text' | 'other', layers?: string): readonly string[];
  /** How long the edit takes, in seconds. */
  readonly seconds: number;
}

/** Makes it, in an empty folder. */
export async function makeWorld(folder: string): Promise<World> {
  const at = (name: string) => join(folder, name);
  await mkdir(folder, { recursive: true });
  await writeTinyModel(at('model'));
  await writeFile(at('facts.jsonl'), tinyFacts(FACTS));
  await writeFile(at('other.jsonl'), tinyFacts(FACTS).replaceAll('tea', 'rum'));
  await writeFile(at('text.txt'), tinyText(40));
  await writeFile(at('other.txt'), tinyText(60));
  const edit = (facts: string, out: string) => [
    ...['edit', at('model'), '--facts', at(facts), '--stats', at('stats'), '--layers', '0,1', '--out', out],
    ...['--batch', '2', '--set', 'zSteps=3', '--max-perplexity-ratio', 'Infinity'],
  ];
  const covariance = (out: string, text: 'text' | 'other', layers = '0,1') => [
    ...['covariance', at('model'), '--text', at(`${text}.txt`), '--layers', layers, '--out', out],
  ];
  await done(covariance(at('stats'), 'text'));
  const seconds = await done(edit('facts.jsonl', at('run')));
  await done(edit('other.jsonl', at('other')));
  return {
    ...{ folder, model: at('model'), stats: at('stats'), run: at('run'), other: at('other') },
    edit: (out) => edit('facts.jsonl', out),
    editOther: (out) => edit('other.jsonl', out),
    covariance,
    seconds,
  };
}

async function done(args: readonly string[]): Promise<number> {
  const { code, stderr, seconds } = await alphaedit(...args);
  if (code !== 0) throw new Error(`alphaedit ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return seconds;
}

/** Names below a folder, files only, in order. */
export const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(folder, name)).isFile())
        .sort()
    : [];

/** Hash of everything in a run that must not depend on how often it was stopped: tensors, facts, manifest. */
export function contentOf(run: string): string {
  const hash = createHash('sha256');
  for (const name of filesIn(run)) {
    if (/\.safetensors$|^manifest\.json$|^facts\.jsonl$/.test(name)) {
      hash.update(name).update(readFileSync(join(run, name)));
    }
  }
  return hash.digest('hex');
}

/** What a killed process must not leave for good. */
export const leftoversIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(tmp|lock|sock)$/.test(name),
  );
