import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { buildProgram } from '../build-program.js';
import { fieldTables } from './document-fields.js';
import { documents } from './documents.js';

const leaves = (command: Command, path: readonly string[] = []): string[] =>
  command.commands.length > 0
    ? command.commands.flatMap((one) => leaves(one, [...path, one.name()]))
    : [path.join('-')];

it('there is a document for every command, and for no other', () => {
  expect(Object.keys(documents).sort()).toEqual(leaves(buildProgram()).sort());
});

it('every field has a meaning, and every part', () => {
  for (const [command, several] of Object.entries(documents)) {
    for (const { when, schema } of several) {
      if (several.length > 1) expect(when, command).toBeTruthy();
      for (const { part, meaning, fields } of fieldTables(schema)) {
        if (part) expect(meaning, part).not.toBe('');
        for (const field of fields)
          expect(field.meaning, `${command}: ${part ?? ''} ${field.field}`).not.toBe('');
      }
    }
  }
});
