import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { fieldsNeverSeen } from './documented.js';
import { runCli, runJson } from './run-cli.js';

interface Document {
  readonly unedited: Figures;
  readonly editors: readonly {
    readonly editor: string;
    readonly finished: boolean;
    readonly batches: number;
    readonly seconds: number;
    readonly peakBytes: number;
    readonly course: readonly (Figures & {
      readonly facts: number;
      readonly weightChange: Readonly<Record<string, number>>;
    })[];
  }[];
  readonly lift?: { readonly editors: readonly { readonly editor: string }[]; readonly facts: number };
}

interface Figures {
  readonly efficacy: { readonly mean: number };
  readonly perplexity?: number;
}

const at = temporaryFolder();
const args = (...extra: string[]) => [
  'bench',
  at('model'),
  '--engine',
  'wasm',
  '--facts',
  at('facts.jsonl'),
  '--stats',
  at('stats'),
  '--out',
  at('bench'),
  ...['--batch', '2', '--every', '2', '--text', at('text.txt'), '--text-tokens', '100'],
  ...['--layers', '0', '--set', 'zSteps=3', '--set', 'nullSpaceThreshold=0.05'],
  ...extra,
];

beforeAll(async () => {
  await writeTinyModel(at('model'));
  writeFileSync(at('facts.jsonl'), tinyFacts(5));
  writeFileSync(at('text.txt'), tinyText(20));
  const covariance = [
    'covariance',
    at('model'),
    '--text',
    at('text.txt'),
    '--layers',
    '0',
    '--out',
    at('stats'),
  ];
  await runJson([...covariance, '--engine', 'wasm']);
});

describe('bench', () => {
  it('stops where it is told, goes on from there, and sets editors side by side', async () => {
    const firstBatch = at('bench/runs/memit.0/batches/0001.json');
    const stopped = await runCli(args('--editors', 'memit', '--lift'), {
      interrupt: { signal: 'SIGINT', when: () => existsSync(firstBatch) },
    });
    expect(stopped.exitCode).toBe(130);
    const kept = readFileSync(firstBatch, 'utf8');

    const document = await runJson<Document>(args('--editors', 'memit', '--lift'));
    expect(readFileSync(firstBatch, 'utf8')).toBe(kept);
    expect(document.unedited.efficacy.mean).toBeGreaterThanOrEqual(0);
    expect(document.unedited.perplexity).toBeGreaterThan(1);
    expect(document.editors.map(({ editor }) => editor)).toEqual(['memit', 'memit+nullspace']);
    for (const { finished, batches, course, seconds, peakBytes } of document.editors) {
      expect({ finished, batches }).toEqual({ finished: true, batches: 3 });
      expect(course.map(({ facts }) => facts)).toEqual([4, 5]);
      expect(course[1]!.weightChange['0']).toBeGreaterThan(0);
      expect(course[1]!.perplexity).toBeGreaterThan(1);
      expect(seconds).toBeGreaterThan(0);
      expect(peakBytes).toBeGreaterThan(2 ** 20);
    }
    expect(document.lift).toMatchObject({ editors: [{ editor: 'memit' }], facts: 5 });
    expect(JSON.parse(readFileSync(at('bench/results.json'), 'utf8'))).toMatchObject({ lift: document.lift });
    const page = readFileSync(at('bench/report.html'), 'utf8');
    for (const text of ['unedited', 'memit+nullspace', 'The null-space constraint', '<svg'])
      expect(page).toContain(text);

    // Another editor joins; what is there is not done again.
    const added = await runJson<Document>(args('--editors', 'memit,alphaedit'));
    expect(added.editors[0]).toEqual(document.editors[0]);
    expect(added.editors[1]).toMatchObject({ editor: 'alphaedit', finished: true });
    expect(added.lift).toBeUndefined();
    // Facts without paraphrases, neighbours and implications measure efficacy alone.
    const others = /[.](generalization|specificity|portability|score)$/;
    expect(fieldsNeverSeen('bench').filter((field) => !others.test(field))).toEqual([]);
  });

  it('refuses to go on with other inputs, and editors it does not know', async () => {
    const other = await runJson<{ error: { code: string } }>(args('--editors', 'memit', '--limit', '4'), 2);
    expect(other.error.code).toBe('bench-of-other-inputs');
    const unknown = await runJson<{ error: { code: string } }>(args('--editors', 'memitt'), 2);
    expect(unknown.error.code).toBe('unknown-editor');
  });

  it('asks for statistics where an editor needs them, by its name, and only then', async () => {
    const free = args().filter((word) => word !== '--stats' && word !== at('stats') && word !== at('bench'));
    free.splice(free.indexOf('--out'), 1);
    const without = [
      ...free.map((word) => (word === 'nullSpaceThreshold=0.05' ? 'L2=1' : word)),
      '--out',
      at('ft'),
    ];
    const missing = await runJson<{ error: object }>([...without, '--editors', 'ft,memit'], 2);
    expect(missing.error).toMatchObject({
      code: 'statistics-missing',
      message: expect.stringContaining('"memit"'),
      hint: expect.stringContaining('alphaedit covariance'),
    });
    expect(existsSync(at('ft'))).toBe(false);
    const { editors } = await runJson<Document>([...without, '--editors', 'ft']);
    expect(editors).toMatchObject([{ editor: 'ft', finished: true }]);
  });
});
