import { expect, it } from 'vitest';
import { z } from 'zod';
import { documentSection } from './document-section.js';

const share = z
  .strictObject({ mean: z.number().describe('in [0, 1]') })
  .meta({ id: 'Share', description: 'A share.' });

it('tells every field, with a table of its own for a part that comes several times', () => {
  const page = documentSection([
    {
      when: 'with `--fast`',
      schema: z.strictObject({ n: z.int().describe('a|b'), all: share.describe('all') }),
    },
    { when: 'else', schema: z.strictObject({ shares: z.array(share).optional().describe('each') }) },
  ]).join('\n');
  expect(page).toContain('### With `--fast`\n\n| field | type | meaning |');
  expect(page).toContain('| `n` | integer | a\\|b |');
  expect(page).toContain('| `all` | [Share](#share) | all |');
  expect(page).toContain('| `shares?` | list of [Share](#share) | each |');
  expect(page.match(/^### Share$/gm)).toHaveLength(1);
  expect(page).toContain('A share.\n\n| field | type | meaning |\n| --- | --- | --- |\n| `mean` | number |');
});

it('says nothing where there is no document', () => {
  expect(documentSection([])).toEqual([]);
});
