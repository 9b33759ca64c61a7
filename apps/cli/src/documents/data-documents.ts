import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { bytes } from './shapes.js';

const list = z.strictObject({
  datasets: z
    .array(
      z.strictObject({
        name: z.string().describe('what `data pull` takes'),
        description: z.string().describe('what it is'),
        file: z.string().describe('name of its file, here and on a mirror'),
        url: z.string().describe('where its authors publish it'),
        licence: z.string().describe('its licence'),
        citation: z.string().describe('what to cite'),
        kind: z.enum(['facts', 'references']).describe('what `--facts` or what `--references` takes'),
      }),
    )
    .describe('the data sets that can be pulled'),
});

const pull = z.strictObject({
  name: z.string().describe('the data set'),
  path: z.string().describe('its file'),
  source: z.string().describe('the file beside it that says where it came from and on what terms'),
  url: z.string().describe('where it came from'),
  licence: z.string().describe('its licence'),
  bytes: bytes('its size'),
  sha256: z.string().describe('its checksum'),
  how: z.enum(['fetched', 'present']).describe('`present`: it was there already, with the checksum recorded'),
});

export const dataDocuments = {
  'data-list': [{ schema: list }],
  'data-pull': [{ schema: pull }],
} satisfies Record<string, CommandDocument[]>;
