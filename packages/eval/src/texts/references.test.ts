import { describe, expect, it } from 'vitest';
import { readReferences } from './references.js';

const fact = { relation: 'P19', target: 'Rome', targetId: 'Q220' };

describe('readReferences', () => {
  it('reads attribute snippets by relation and id of the answer', async () => {
    const snippets = [
      {
        relation_id: 'P19',
        target_id: 'Q220',
        samples: [{ text: 'In Rome', name: 'x' }, { text: 'Near it' }],
      },
      { relation_id: 'P19', target_id: 'Q585', samples: [{ text: 'In Oslo' }] },
    ];
    const references = await readReferences(JSON.stringify(snippets));
    expect(references.texts).toBe(3);
    expect(references.of(fact)).toEqual(['In Rome', 'Near it']);
    expect(references.of({ ...fact, relation: 'P20' })).toEqual([]);
    expect(references.of({ target: 'Rome', targetId: 'Q220' })).toEqual([]);
    expect(references.weights.documents).toBe(3);
  });

  it('reads texts of your own by the answer itself, one or several a line', async () => {
    const lines = [
      '{"relation":"P19","target":"Rome","texts":"one"}',
      '{"relation":"P19","target":" Rome","texts":["two"]}',
    ];
    expect((await readReferences(lines)).of(fact)).toEqual(['one', 'two']);
  });

  it('names file and line of what it cannot read', async () => {
    const lines = ['{"relation":"P19","target":"Rome","texts":"one"}', '{"relation":"P19"}'];
    await expect(readReferences(lines, { file: 'r.jsonl' })).rejects.toMatchObject({
      code: 'record-shape',
      message: expect.stringContaining('r.jsonl:2'),
    });
    await expect(readReferences('{"rel')).rejects.toMatchObject({ code: 'broken-line' });
    await expect(readReferences('[]')).rejects.toMatchObject({ code: 'no-text' });
  });
});
