import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { runJson } from './run-cli.js';

const at = temporaryFolder();
const model = at('model');
const common = () => [
  ...['--facts', at('facts.jsonl'), '--text', at('text.txt'), '--layers', '0', '--limit', '2'],
  ...['--set', 'zSteps=3', '--engine', 'wasm'],
];

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(at('facts.jsonl'), tinyFacts(5));
  await writeFile(at('text.txt'), tinyText(60));
});

interface Document {
  figures: { file: string; caption: string; description: string }[];
  findings: string[];
  data: Record<string, unknown>;
  provenance: { command: string; hashes: object };
}

async function run(name: string, args: readonly string[]): Promise<Document> {
  const out = at(name);
  const document = await runJson<Document>(['experiment', name, ...args, '--out', out]);
  expect(JSON.parse(readFileSync(`${out}/result.json`, 'utf8'))).toMatchObject(document);
  const report = readFileSync(`${out}/report.html`, 'utf8');
  expect(report).toMatch(/^<!doctype html>/);
  // Every plot of the report, and nothing else, lies beside it.
  expect(document.figures.map(({ file }) => file)).toEqual(
    readdirSync(out)
      .filter((file) => file.endsWith('.svg'))
      .sort(),
  );
  expect(document.figures.length).toBeGreaterThan(0);
  for (const { file } of document.figures)
    expect(report).toContain(readFileSync(`${out}/${file}`, 'utf8').trim());
  expect(document.findings.length).toBeGreaterThan(0);
  expect(document.provenance.command).toContain(`alphaedit experiment ${name}`);
  return document;
}

describe('experiment', () => {
  it('leak: what the projection preserves is zero to rounding, the rest within its bound', async () => {
    const { data } = await run('leak', [model, ...common(), '--absolute', '0.01', '--relative', '0.9']);
    const rows = data.rows as {
      editor: string;
      layers?: { corpus: number; preserved: number; bound: number }[];
    }[];
    const projected = rows.filter(({ editor, layers }) => editor === 'alphaedit' && layers);
    expect(projected.length).toBeGreaterThan(0);
    for (const { layers } of projected) {
      for (const { corpus, preserved, bound } of layers!) {
        // Float64 products of a change of norm ‖Δ‖ and unit vectors.
        expect(preserved).toBeLessThan(1e-9);
        expect(corpus).toBeLessThanOrEqual(bound * (1 + 1e-9));
        expect(corpus).toBeGreaterThan(preserved);
      }
    }
  });

  it('threshold: one row per threshold, of both kinds', async () => {
    const args = [model, ...common(), '--batch', '1', '--absolute', '0.01,1000', '--relative', '0.9'];
    const { data } = await run('threshold', args);
    const rows = data.rows as { name: string; efficacy?: { n: number } }[];
    expect(rows.map(({ name }) => name)).toEqual(['τ = 0.01', 'τ = 1,000', 'keep 90 %']);
    expect(rows[2]!.efficacy!.n).toBe(2);
  });

  it('regularisation: every run begins from the unedited model', async () => {
    const args = [
      ...[model, ...common(), '--batch', '1', '--every', '1'],
      ...['--lambda', '1000,1,1000', '--beta', '1'],
    ];
    const { data } = await run('regularisation', args);
    const results = data.results as {
      method: string;
      strength: number;
      seconds: number;
      efficacy: object;
      shift: { prompts: number; relativeMove: number };
      course: { facts: number; efficacy: object }[];
    }[];
    expect(results.map(({ method }) => method)).toEqual(['projection', 'penalty', 'penalty', 'penalty']);
    const [, first, , again] = results.map(({ seconds: _, ...rest }) => rest);
    expect(again).toEqual(first);
    // Three of the five facts are not edited: their prompts are followed.
    expect(first!.shift.prompts).toBe(3);
    expect(first!.shift.relativeMove).toBeGreaterThan(0);
    expect(first!.course.map(({ facts }) => facts)).toEqual([1, 2]);
    expect(first!.course[1]!.efficacy).toEqual(first!.efficacy);
  });

  it('hidden-states: one run per weight for an editor that has one, none for the projection', async () => {
    const { data } = await run('hidden-states', [model, ...common(), '--batch', '2', '--lambda', '10,1000']);
    const editors = data.editors as { editor: string; points: { relativeFrechet: number }[] }[];
    expect(editors.map(({ editor }) => editor)).toEqual([
      'alphaedit',
      'memit-seq, λ = 10',
      'memit-seq, λ = 1,000',
    ]);
    const [, weak, strong] = editors.map(({ points }) => points.at(-1)!.relativeFrechet);
    expect(strong).toBeLessThan(weak!);
  });

  it('revisions: one edit, then many in either way, of facts that end with their own answers', async () => {
    const args = [
      model,
      ...common(),
      '--editors',
      'alphaedit',
      '--revised',
      '1',
      '--batch',
      '1',
      '--times',
      '2,4',
    ];
    const { data } = await run('revisions', args);
    const points = data.points as { times: number; repeated?: string; said: { n: number }; others: object }[];
    expect(points.map(({ repeated = 'once', times }) => `${repeated} ${times}`)).toEqual([
      ...['once 1', 'replace 2', 'replace 4', 'keep 2', 'keep 4'],
    ]);
    expect(points[0]!.said.n).toBe(1);
    expect(points[0]!.others).toMatchObject({ said: { n: 1 } });
    const odd = args.map((arg) => (arg === '2,4' ? '3' : arg));
    expect(await runJson(['experiment', 'revisions', ...odd, '--out', at('odd')], 2)).toMatchObject({
      error: { code: 'setting-out-of-range' },
    });
  });

  it('cost: measures what the budget allows and extrapolates the rest, with the arithmetic', async () => {
    const { data } = await run('cost', [
      ...['--widths', '32,64,4096', '--facts', '4', '--history', '8', '--memory', '0.01'],
    ]);
    const rows = data.rows as {
      width: number;
      operation: string;
      cpuSeconds: number;
      wallSeconds?: number;
      from?: { width: number; cpuSeconds: number; power: number };
    }[];
    for (const row of rows.filter(({ width }) => width < 4096)) {
      expect(row.wallSeconds, row.operation).toBeGreaterThan(0);
    }
    for (const row of rows.filter(({ width }) => width === 4096)) {
      expect(row.from).toMatchObject({ width: 64 });
      const { width, cpuSeconds, power } = row.from!;
      expect(row.cpuSeconds).toBeCloseTo(cpuSeconds * (4096 / width) ** power, 9);
    }
  });

  it('refuses to run without text, and writes nothing', async () => {
    const out = at('none');
    const args = ['experiment', 'leak', model, '--facts', at('facts.jsonl'), '--out', out];
    expect(await runJson(args, 2)).toMatchObject({ error: { code: 'no-statistics' } });
    expect(existsSync(out)).toBe(false);
  });
});
