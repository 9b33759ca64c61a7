import { expect, test } from 'vitest';
import { errorPage } from './error-page.js';

test('is a path within the documentation', () => {
  expect(errorPage('no-run', undefined)).toBe('errors/no-run');
});

test('is an address where the documentation has one', () => {
  expect(errorPage('no-run', 'http://localhost:4173/docs/')).toBe(
    'http://localhost:4173/docs/errors/no-run.html',
  );
});

test('is nowhere for the code of another package', () => {
  expect(errorPage('acme/no-layer', 'http://localhost:4173/docs/')).toBeUndefined();
});
