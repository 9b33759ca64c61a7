import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, by their ends: begun last, they would leave the other workers with nothing to do. */
const LONG = [
  'recorded.test.ts',
  'site.test.ts',
  'install.test.ts',
  'mutants.test.ts',
  'readme-examples.test.ts',
  'bench.test.ts',
  'trace.test.ts',
  'torture.test.ts',
  'conformance.test.ts',
  'outside-editor.test.ts',
  'interrupt.test.ts',
  'json-documents.test.ts',
];

const rank = ({ moduleId }: TestSpecification) => {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
  return place === -1 ? LONG.length : place;
};

/** Runs the longest test files first, the others as vitest would. */
export class LongTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
