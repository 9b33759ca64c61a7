import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { README_PICTURE, readmePicture } from './readme-picture.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

it('is drawn from the result it names (npm run docs:picture draws it anew), and the README shows it', async () => {
  expect(read(README_PICTURE.picture)).toBe(
    `${await readmePicture(JSON.parse(read(README_PICTURE.result)))}\n`,
  );
  expect(read('README.md')).toContain(`<img src="${README_PICTURE.picture}"`);
});
