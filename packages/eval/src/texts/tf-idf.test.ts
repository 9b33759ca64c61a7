import { describe, expect, it } from 'vitest';
import { cosine, tfIdf } from './tf-idf.js';

describe('tfIdf', () => {
  const weights = tfIdf(['Aa bb', 'aa, cc!']);

  it('is worked out by hand: idf(aa) = 1, idf(bb) = ln(3/2) + 1', () => {
    const [aa, bb] = [1, Math.log(3 / 2) + 1];
    const vector = weights.vector('bb AA');
    expect(vector.get('aa')).toBeCloseTo(aa / Math.hypot(aa, bb), 12);
    expect(vector.get('bb')).toBeCloseTo(bb / Math.hypot(aa, bb), 12);
    // The same example in scikit-learn: 0.57973867, 0.81480247.
    expect(vector.get('aa')).toBeCloseTo(0.57973867, 7);
    expect(weights.vector('bb bb aa').get('bb')).toBeCloseTo((2 * bb) / Math.hypot(aa, 2 * bb), 12);
  });

  it('knows only terms of two letters that a document holds', () => {
    expect([...tfIdf(['a bb, c-dd é é']).vector('a bb dd é zz').keys()]).toEqual(['bb', 'dd']);
    expect(weights).toMatchObject({ documents: 2, terms: 3 });
  });

  it('has cosines of vectors of length 1', () => {
    const a = weights.vector('aa bb');
    expect(cosine(a, a)).toBeCloseTo(1, 12);
    const b = weights.vector('aa cc');
    expect(cosine(a, b)).toBeCloseTo(a.get('aa')! * b.get('aa')!, 12);
    expect(cosine(a, weights.vector('unknown'))).toBe(0);
  });
});
