import { describe, expect, it } from 'vitest';
import { bigramModel } from '../../test/bigram-model.js';
import { measureCapability } from './measure-capability.js';
import { readExamples } from './read-examples.js';
import { capabilityTask } from './tasks.js';

const tsv = 'sentence\tlabel\nfine\t1\ndull\t0\nodd\t0\n';
const bigrams = {
  'fine\nSentiment:': { positive: 0.6, negative: 0.2 },
  'dull\nSentiment:': { positive: 0.3, negative: 0.4 },
  'odd\nSentiment:': { positive: 0.5, negative: 0.3 },
};

describe('measureCapability', () => {
  it('is worked out by hand', async () => {
    const report = await measureCapability(
      await bigramModel(bigrams),
      await readExamples(capabilityTask('sst2'), tsv),
    );
    expect(report.predictions).toEqual([1, 0, 1]);
    expect(report.confusion).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect(report.accuracy).toMatchObject({ estimate: 2 / 3, n: 3 });
    // class 0: TP 1, FN 1: 2/3, twice; class 1: TP 1, FP 1: 2/3
    expect(report.f1.estimate).toBeCloseTo(2 / 3, 12);
    expect(report.warnings).toEqual([]);
  });

  it('leaves out what does not fit the context, and refuses when nothing does', async () => {
    const model = await bigramModel(bigrams, { contextLength: 3 });
    const long = 'sentence\tlabel\nfine\t1\nnot so very fine\t1\n';
    const report = await measureCapability(model, await readExamples(capabilityTask('sst2'), long));
    expect(report.accuracy).toMatchObject({ estimate: 1, n: 1 });
    expect(report.warnings).toMatchObject([{ code: 'examples-too-long', data: { examples: 1 } }]);
    const short = await bigramModel(bigrams, { contextLength: 1 });
    await expect(
      measureCapability(short, await readExamples(capabilityTask('sst2'), long)),
    ).rejects.toMatchObject({ code: 'no-examples' });
  });
});
