import type { Fact } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { bigramModel } from '../test/bigram-model.js';
import { evaluate } from './evaluate.js';
import { harmonicMean } from './metrics/harmonic-mean.js';
import type { WriteGreedily } from './said/sayings.js';

const bigrams = {
  lives: { Rome: 0.6, Oslo: 0.2, New: 0.1 },
  home: { Oslo: 0.5, Rome: 0.3 },
  stays: { Rome: 0.3, Bonn: 0.4, Oslo: 0.2 },
  works: { New: 0.6, Oslo: 0.1, Rome: 0.2 },
  New: { York: 0.5, Delhi: 0.1 },
};

// By hand, from the table above.
const facts: Fact[] = [
  {
    id: 'ann',
    subject: 'Ann',
    prompt: '{} lives',
    target: 'Rome',
    truth: 'Oslo', // .6 against .2: preferred, and the argmax
    paraphrases: ['the home', 'Ann stays'], // .3 against .5: lost; .3 against .2: preferred, argmax is Bonn
    neighbors: [
      { prompt: 'Bob lives' }, // Oslo .2 against Rome .6: lost
      { prompt: 'Bob home' }, // Oslo .5 against Rome .3: kept, argmax
      { prompt: 'Bob stays', answer: 'Bonn' }, // .4 against .3: kept, argmax
    ],
  },
  {
    subject: 'Eve',
    prompt: 'In May {} works',
    target: 'New Delhi', // √(.6 · .1) ≈ .245 per token
    truth: 'Oslo', // .1
    paraphrases: ['Eve stays'], // no entry for New: what is left, .1, shared by eleven words; Oslo .2: lost
    neighbors: [{ prompt: 'Bob works' }], // Oslo .1 against .245: lost
  },
];

describe('evaluate', () => {
  it('is worked out by hand: means over prompts, then over records', async () => {
    const report = await evaluate(await bigramModel(bigrams), facts);
    expect(report.facts).toBe(2);
    expect(report.preference.efficacy).toMatchObject({ mean: 1, n: 2 });
    expect(report.preference.generalization).toMatchObject({ mean: (1 / 2 + 0) / 2, n: 2 });
    expect(report.preference.specificity!.mean).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(report.preference.score).toBeCloseTo(harmonicMean([1, 1 / 4, 1 / 3]), 12);
    // "New Delhi": New is the argmax after works, Delhi is not after New.
    expect(report.exactMatch.efficacy).toMatchObject({ mean: (1 + 0) / 2, n: 2 });
    expect(report.tokenAccuracy.efficacy).toMatchObject({ mean: (1 + 1 / 2) / 2, n: 2 });
    expect(report.exactMatch.generalization).toMatchObject({ mean: 0 });
    expect(report.exactMatch.specificity!.mean).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(report.exactMatch.score).toBe(0);
    expect(report.warnings).toEqual([]);
  });

  it('keeps every record, with its prompts and both scores', async () => {
    const { records } = await evaluate(await bigramModel(bigrams), facts);
    expect(records.map(({ id, subject, target }) => [id, subject, target])).toEqual([
      ['ann', 'Ann', 'Rome'],
      [undefined, 'Eve', 'New Delhi'],
    ]);
    const [prompt] = records[1]!.efficacy!.prompts;
    expect(prompt).toMatchObject({ prompt: 'In May Eve works', wanted: 'New Delhi', other: 'Oslo' });
    expect(prompt!.wantedScore.nll).toBeCloseTo(-(Math.log(0.6) + Math.log(0.1)) / 2, 6);
    expect(prompt!.otherScore!.nll).toBeCloseTo(-Math.log(0.1), 6);
    expect(records[0]!.specificity!.preference).toBeCloseTo(2 / 3, 12);
  });

  it('takes the likeliest name of an implied answer', async () => {
    const implied: Fact = {
      subject: 'Ann',
      prompt: '{} lives',
      target: 'Rome',
      truth: 'Oslo',
      implications: [
        { prompt: 'a home', answer: 'Bonn', aliases: ['Oslo'], former: 'Rome' }, // .5 against .3
        { prompt: 'Ann stays', answer: 'Oslo', former: 'Rome' }, // .2 against .3: lost
        { prompt: 'Ann stays', answer: 'Bonn' }, // argmax; held against nothing
      ],
    };
    const report = await evaluate(await bigramModel(bigrams), [implied]);
    expect(report.preference.portability).toMatchObject({ mean: 1 / 2, n: 1 });
    expect(report.exactMatch.portability!.mean).toBeCloseTo(2 / 3, 12);
    const [prompt] = report.records[0]!.portability!.prompts;
    expect(prompt!.wantedScore.nll).toBeCloseTo(-Math.log(0.5), 6);
    const asked = await evaluate(await bigramModel(bigrams), facts, { tasks: ['portability'] });
    expect(asked.warnings).toMatchObject([{ code: 'no-prompts', data: { task: 'portability', facts: 2 } }]);
  });

  it('is plain data', async () => {
    const report = await evaluate(await bigramModel(bigrams), facts);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('measures only the tasks asked for', async () => {
    const report = await evaluate(await bigramModel(bigrams), facts, { tasks: ['specificity'] });
    expect(Object.keys(report.preference)).toEqual(['specificity']);
    expect(Object.keys(report.records[0]!)).toEqual(['id', 'subject', 'target', 'specificity']);
  });

  it('says which facts a figure leaves out', async () => {
    const bare: Fact = {
      subject: 'Eve',
      prompt: '{} lives',
      target: 'Rome',
      neighbors: [{ prompt: 'Bob lives' }],
    };
    const report = await evaluate(await bigramModel(bigrams), [facts[0]!, bare]);
    expect(report.preference.efficacy).toMatchObject({ n: 1 });
    expect(report.exactMatch.efficacy).toMatchObject({ mean: 1, n: 2 });
    expect(report.preference.specificity).toMatchObject({ n: 1 });
    expect(report.warnings.map(({ code, data }) => [code, data])).toEqual([
      ['no-truth', { facts: 1 }],
      ['no-prompts', { task: 'generalization', facts: 1 }],
      ['no-prompts', { task: 'specificity', facts: 1 }],
    ]);
    const none = await evaluate(await bigramModel(bigrams), [bare]);
    expect(none.preference).toEqual({});
    expect(none.exactMatch.score).toBeUndefined();
  });

  it('refuses no facts, a fact that cannot be asked and a task that is unknown', async () => {
    const model = await bigramModel(bigrams);
    await expect(evaluate(model, [])).rejects.toMatchObject({ code: 'no-facts' });
    await expect(evaluate(model, [{ ...facts[0]!, prompt: 'Bob lives' }])).rejects.toMatchObject({
      code: 'subject-not-found',
    });
    await expect(evaluate(model, facts, { tasks: ['fluency' as never] })).rejects.toMatchObject({
      code: 'unknown-task',
      message: expect.stringContaining('fluency'),
    });
    expect(model.grids).toEqual([]);
  });

  it('counts an answer under its likeliest name, wanted or held against', async () => {
    const model = await bigramModel(bigrams);
    const fact: Fact = { subject: 'Ann', prompt: '{} stays', target: 'Rome', truth: 'Oslo' };
    // .3 against .2, against the likelier of .2 and .4, and the likelier of .3 and .4 against .2
    const rivals = [fact, { ...fact, truthAliases: ['Bonn'] }, { ...fact, targetAliases: ['Bonn'] }];
    const { records } = await evaluate(model, rivals, { tasks: ['efficacy'] });
    expect(records.map(({ efficacy }) => efficacy!.preference)).toEqual([1, 0, 1]);
    expect(records.map(({ efficacy }) => efficacy!.exactMatch)).toEqual([0, 0, 1]);
    const kept: Fact = { ...fact, neighbors: [{ prompt: 'Bob home', answer: 'Bonn', aliases: ['Oslo'] }] };
    const specificity = await evaluate(model, [kept], { tasks: ['specificity'] });
    expect(specificity.records[0]!.specificity!.preference).toBe(1);
  });

  describe('with a model that is let write', () => {
    // By hand, from the table above: the likeliest word at each place.
    const texts: Record<string, string> = {
      'Ann lives': ' Rome. Then',
      'In May Eve works': ' New York',
      'the home': ' Oslo',
      'Ann stays': ' Bonn',
      'Eve stays': ' in New Delhi.',
      'Bob stays': ' Bonn',
    };
    const asked: string[] = [];
    const write: WriteGreedily = async (_model, beginnings) =>
      beginnings.map(({ prompt, tokens }) => {
        asked.push(`${prompt}: ${tokens}`);
        return texts[prompt] ?? ' nothing';
      });

    it('judges what it says, exactly and among other words, beside what it prefers', async () => {
      const report = await evaluate(await bigramModel(bigrams), facts, { said: { write } });
      expect(report.said.efficacy).toMatchObject({ mean: 1 / 2, n: 2 });
      expect(report.saidExactly.efficacy).toMatchObject({ mean: 1 / 2 });
      expect(report.said.generalization).toMatchObject({ mean: (0 + 1) / 2 });
      expect(report.saidExactly.generalization).toMatchObject({ mean: 0 });
      expect(report.said.specificity!.mean).toBeCloseTo((1 / 3 + 0) / 2, 12);
      expect(report.records[1]!.efficacy!.prompts[0]!.said).toBe('New York');
      expect(report.preference.efficacy).toMatchObject({ mean: 1 });
    });

    it('lets it write after the prompts asked for only, so many tokens more than the answer has', async () => {
      asked.length = 0;
      const model = await bigramModel(bigrams);
      const report = await evaluate(model, facts, { said: { write, tasks: ['efficacy'] } });
      expect(asked).toEqual(['Ann lives: 5', 'In May Eve works: 6']);
      expect(report.said).toEqual({ efficacy: expect.anything() });
      expect(report.records[0]!.specificity).not.toHaveProperty('said');
      expect((await evaluate(model, facts)).said).toEqual({});
    });
  });
});
