import { describe, expect, it } from 'vitest';
import type { RecordResult, Report } from '../report.js';
import { summarize } from '../summarize.js';
import { averageReports } from './average-reports.js';
import { nestedSample } from './nested-sample.js';
import { nullSpaceLift } from './null-space-lift.js';
import { withoutPrompts } from './without-prompts.js';

type Row = readonly [efficacy: number, generalization: number | undefined, specificity: number];

function reportOf(rows: readonly Row[]): Report {
  const result = (value: number | undefined) =>
    value === undefined
      ? undefined
      : { preference: value, exactMatch: value / 2, tokenAccuracy: value, prompts: [] };
  const records = rows.map(([e, g, s], i): RecordResult => {
    const generalization = result(g);
    return {
      subject: `s${i}`,
      target: 't',
      efficacy: result(e),
      ...(generalization && { generalization }),
      specificity: result(s),
    };
  });
  return { facts: rows.length, ...summarize(records), records, warnings: [] };
}

describe('nullSpaceLift', () => {
  const plain = reportOf([
    [1, 0.5, 0],
    [0, 0.5, 1],
  ]);
  const constrained = reportOf([
    [1, 1, 0.5],
    [1, 0.5, 1],
  ]);

  it('is worked out by hand', () => {
    const lift = nullSpaceLift([{ editor: 'memit', plain, constrained }])!;
    // efficacy .5 → 1, generalization .5 → .75, specificity .5 → .75
    expect(lift.points.estimate).toBeCloseTo((0.5 + 0.25 + 0.25) / 3, 12);
    expect(lift.relative.estimate).toBeCloseTo((1 + 0.5 + 0.5) / 3, 12);
    expect(lift.editors[0]!.tasks.efficacy).toMatchObject({ plain: 0.5, constrained: 1 });
    expect(lift.editors[0]!.points).toEqual(lift.points);
  });

  it('averages over editors, and a line that changes nothing lifts nothing, with certainty', () => {
    const lift = nullSpaceLift([
      { editor: 'memit', plain, constrained },
      { editor: 'rect', plain, constrained: plain },
    ])!;
    expect(lift.points.estimate).toBeCloseTo((0.5 + 0.25 + 0.25) / 6, 12);
    expect(lift.editors[1]!.points).toEqual({ estimate: 0, interval: [0, 0], n: 2 });
  });

  it('changes its sign when the two sides are swapped', () => {
    const there = nullSpaceLift([{ editor: 'memit', plain, constrained }])!.points;
    const back = nullSpaceLift([{ editor: 'memit', plain: constrained, constrained: plain }])!.points;
    expect(back.estimate).toBeCloseTo(-there.estimate, 12);
    expect(back.interval[0]).toBeCloseTo(-there.interval[1], 12);
  });

  it('covers the true lift at about the level it states', () => {
    // Facts that each gain 0.2 on average with known noise: the interval must hold 0.2 in nearly all of 40 trials.
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    let held = 0;
    for (let trial = 0; trial < 40; trial++) {
      const base = Array.from({ length: 60 }, () => random() * 0.5);
      const gained = base.map((value) => value + 0.4 * random());
      const { interval } = nullSpaceLift(
        [
          {
            editor: 'memit',
            plain: reportOf(base.map((value) => [value, value, value])),
            constrained: reportOf(gained.map((value) => [value, value, value])),
          },
        ],
        { samples: 300 },
      )!.points;
      if (interval[0] <= 0.2 && 0.2 <= interval[1]) held++;
    }
    // 38 are expected of 40; under 32 has a chance below 1e-3.
    expect(held).toBeGreaterThanOrEqual(32);
  });

  it('leaves out records that lack a value on one side, and tasks without any', () => {
    const a = reportOf([
      [1, undefined, 1],
      [0, 0, 0],
    ]);
    const b = reportOf([
      [1, undefined, 1],
      [1, 1, 0],
    ]);
    const { tasks } = nullSpaceLift([{ editor: 'memit', plain: a, constrained: b }])!.editors[0]!;
    expect(tasks.generalization).toMatchObject({ plain: 0, constrained: 1 });
    const none = reportOf([[1, undefined, 1]]);
    const found = nullSpaceLift([{ editor: 'memit', plain: none, constrained: none }])!.editors[0]!;
    expect(found.tasks.generalization).toBeUndefined();
  });

  it('takes another form, and nothing where there are no pairs', () => {
    const lift = nullSpaceLift([{ editor: 'memit', plain, constrained }], { form: 'exactMatch' })!;
    expect(lift.points.estimate).toBeCloseTo((0.5 + 0.25 + 0.25) / 6, 12);
    expect(nullSpaceLift([])).toBeUndefined();
  });

  it('refuses reports about other facts', () => {
    const other = reportOf([[1, 1, 1]]);
    expect(() => nullSpaceLift([{ editor: 'memit', plain, constrained: other }])).toThrow(
      expect.objectContaining({ code: 'reports-differ' }),
    );
  });
});

describe('averageReports', () => {
  it('takes the mean of each record, then over records', () => {
    const average = averageReports([
      reportOf([
        [1, 1, 0],
        [0, 1, 0],
      ]),
      reportOf([
        [0, 1, 1],
        [0, 0, 0],
      ]),
    ]);
    expect(average.records[0]!.efficacy!.preference).toBe(0.5);
    expect(average.preference.efficacy!.mean).toBe(0.25);
    expect(average.preference.generalization!.mean).toBe(0.75);
    expect(average.exactMatch.specificity!.mean).toBe(0.125);
  });

  it('leaves one report as it is', () => {
    const report = reportOf([[1, undefined, 0.25]]);
    expect(averageReports([report])).toEqual(report);
  });
});

describe('nestedSample', () => {
  it('takes all where they are few, and stays within the number', () => {
    expect(nestedSample(4, 9)).toEqual([0, 1, 2, 3]);
    const sample = nestedSample(1000, 200, 3);
    expect(sample).toHaveLength(200);
    expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
    expect(sample).not.toEqual(nestedSample(1000, 200, 4));
  });

  it('keeps of a smaller sample what still belongs, and takes each third in proportion', () => {
    const [small, large] = [nestedSample(500, 200), nestedSample(1000, 200)];
    const kept = large.filter((index) => index < 500);
    expect(small).toEqual(expect.arrayContaining(kept));
    const third = large.filter((index) => index < 333).length;
    // Binomial, 200 draws at 1/3: mean 67, deviation 6.7; four deviations.
    expect(Math.abs(third - 67)).toBeLessThan(27);
  });
});

it('withoutPrompts drops prompts only', () => {
  const report = reportOf([[1, 0, 0.5]]);
  const prompt = { prompt: 'p', wanted: 'w', wantedScore: { nll: 1, exactMatch: true, tokenAccuracy: 1 } };
  const [record] = report.records;
  const full = {
    ...report,
    records: [{ ...record!, efficacy: { ...record!.efficacy!, prompts: [prompt] } }],
  };
  expect(withoutPrompts(full as unknown as Report)).toEqual(report);
});
