import { writeFile } from 'node:fs/promises';
import { collectStatistics, type ModelOptions, type OpenedModel, openModel } from '@alphaedit/core/node';
import type { Fact } from '@alphaedit/spec';
import {
  temporaryFolder,
  tinyFacts,
  tinyText,
  type WriteTinyModelOptions,
  writeTinyModel,
} from '@alphaedit/testing';
import { afterEach, beforeAll } from 'vitest';

/** A few steps are enough to change weights; whether the facts take hold is not the question. */
export const SETTINGS = { layers: [0], zSteps: 3, zLossLayer: 1, nullSpaceKeepTrace: 0.9 };

/** The first facts of the tiny model. */
export const firstFacts = (count: number): Fact[] =>
  tinyFacts(count)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fact);

/** The weight that `SETTINGS` edit, as it stands. */
export const weight = async ({ port }: OpenedModel) =>
  (await port.readWeight(port.info.editable[0]!.name)).data;

/** A folder with the tiny model and its statistics (`stats`), before all tests; models opened go after each. */
export function tinyEdits(options: WriteTinyModelOptions = {}) {
  const at = temporaryFolder();
  const opened: OpenedModel[] = [];
  const open = async (how: ModelOptions = {}) => {
    const one = await openModel(at('model'), how);
    opened.push(one);
    return one;
  };
  beforeAll(async () => {
    await writeTinyModel(at('model'), options);
    await writeFile(at('text.txt'), tinyText(40));
    await collectStatistics(await open(), { text: at('text.txt'), layers: [0], out: at('stats') });
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.dispose();
  });
  return { at, open };
}
