import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countsTable } from './counts-table.js';
import { SCENARIOS } from './scenarios.js';
import { torture } from './torture.js';

it('one round of everything does no harm', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alphaedit-torture-'));
  try {
    const counts = await torture(SCENARIOS, { folder, seed: 7, again: (rounds) => rounds === 0 });
    expect(counts.flatMap(({ id, failures }) => failures.map((failure) => `${id}, ${failure}`))).toEqual([]);
    expect(counts.every(({ tries }) => tries > 0)).toBe(true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('counts failures, and says what they were', () => {
  const count = { id: 'x', title: 'harm', rounds: 2, tries: 5, failures: ['round 1: lost'] };
  expect(countsTable([count])).toBe(
    '| what is done, and what must hold | tries | failures |\n| --- | ---: | ---: |\n| harm | 5 | 1 |\n\n- x, round 1: lost',
  );
});
