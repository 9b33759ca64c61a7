import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldTables } from './document-fields.js';

const part = z.strictObject({ n: z.int().describe('how many') }).meta({ id: 'Part', description: 'A part.' });

it('tells every field with its place, type and meaning, and parts by themselves', () => {
  const schema = z.strictObject({
    name: z.string().describe('a name'),
    kind: z.enum(['a', 'b']).optional().describe('which kind'),
    rows: z.array(z.strictObject({ value: z.number().nullable().describe('a value') })).describe('some rows'),
    norms: z.record(z.string(), z.number()).meta({ description: 'norms', key: 'layer' }),
    pair: z.tuple([z.int(), z.int()]).describe('two'),
    first: part.optional().describe('the first part'),
    rest: z.array(part).describe('the others'),
  });
  expect(fieldTables(schema)).toEqual([
    {
      meaning: '',
      fields: [
        { field: 'name', type: 'string', meaning: 'a name' },
        { field: 'kind?', type: '"a" or "b"', meaning: 'which kind' },
        { field: 'rows', type: 'list of object', meaning: 'some rows' },
        { field: 'rows[].value', type: 'number or null', meaning: 'a value' },
        { field: 'norms', type: 'number by layer', meaning: 'norms' },
        { field: 'pair', type: '[integer, integer]', meaning: 'two' },
        { field: 'first?', type: 'Part', meaning: 'the first part' },
        { field: 'rest', type: 'list of Part', meaning: 'the others' },
      ],
    },
    { part: 'Part', meaning: 'A part.', fields: [{ field: 'n', type: 'integer', meaning: 'how many' }] },
  ]);
});
