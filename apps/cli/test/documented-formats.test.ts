// The files the documentation shows under "File formats" are read by what reads them.
import { readFileSync } from 'node:fs';
import { readTemplates, resolveSettings } from '@alphaedit/core/node';
import { editorById } from '@alphaedit/editors';
import { readFactsFile } from '@alphaedit/eval/node';
import { AlphaEditError } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { errorPage } from '../src/ui/error-page.js';
import { errorWords } from '../src/ui/error-words.js';

const at = (name: string) => new URL(`../../docs/samples/${name}`, import.meta.url).pathname;

describe('the sample files', () => {
  it('facts.jsonl holds two facts', async () => {
    const { facts, warnings } = await readFactsFile(at('facts.jsonl'));
    expect(warnings).toEqual([]);
    expect(facts).toHaveLength(2);
    expect(facts[0]).toMatchObject({
      subject: 'Danielle Darrieux',
      truth: 'French',
      neighbors: [{ prompt: 'The native language of Montesquieu is', answer: 'French' }],
    });
  });

  it('facts.csv holds one, with two paraphrases', async () => {
    const { facts } = await readFactsFile(at('facts.csv'));
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      target: 'English',
      paraphrases: { length: 2 },
      neighbors: { length: 1 },
    });
  });

  it('templates.json is what --templates takes', async () => {
    expect((await readTemplates(at('templates.json')))[0]).toBe('{}');
  });

  it("the demo model's settings.json is what --settings takes", async () => {
    const demo = new URL('../../../models/demo/', import.meta.url).pathname;
    const info = { architecture: 'gpt2', blocks: 6, hiddenSize: 192 } as never;
    const settings = await resolveSettings({ info, model: at('.'), settings: `${demo}settings.json` });
    expect(settings.layers.length).toBeGreaterThan(0);
  });

  it('error.json is what an unknown editor says', () => {
    try {
      editorById('alphaedti');
      expect.unreachable();
    } catch (error) {
      expect(AlphaEditError.isInstance(error)).toBe(true);
      const { exitCode, ...words } = errorWords(error)!;
      const shown = JSON.parse(readFileSync(at('error.json'), 'utf8')).error;
      expect({ ...words, page: errorPage(words.code, undefined) }).toEqual({
        ...shown,
        hint: expect.stringMatching(/Editors: .*alphaedit/),
      });
      expect(exitCode).toBe(2);
    }
  });
});
