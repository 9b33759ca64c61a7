import { expect, expectTypeOf, test, vi } from 'vitest';
import type { ErrorCode, ErrorCodeOf } from './error-codes.js';
import * as one from './errors.js';

vi.resetModules();
const other: typeof one = await import('./errors.js');

const said = { code: 'a-test/no-facts', message: 'There are no facts.', hint: 'Give some.' } as const;
type ErrorClass = typeof one.DatasetError;

/** The classes of one copy that are made from what they say, by name. */
const classesOf = (copy: typeof one) =>
  Object.entries(copy).filter(
    (entry): entry is [string, ErrorClass] =>
      typeof entry[1] === 'function' && 'className' in entry[1] && entry[0] !== 'AbortedError',
  );

test('the two copies are two', () => {
  expect(other.LinalgError).not.toBe(one.LinalgError);
  expect(new other.LinalgError(said)).not.toBeInstanceOf(one.LinalgError);
});

test.each([
  ['the same copy', one],
  ['another copy', other],
])('a class knows its own errors and no others, thrown by %s', (_, thrower) => {
  const classes = classesOf(one);
  expect(classes).toHaveLength(11);
  for (const [thrown, Thrown] of classesOf(thrower)) {
    const error: unknown = new Thrown(said);
    for (const [asked, Asked] of classes) {
      const known = asked === thrown || asked === 'AlphaEditError';
      expect(Asked.isInstance(error), `${asked}.isInstance(${thrown})`).toBe(known);
    }
    expect(one.AbortedError.isInstance(error)).toBe(false);
  }
  const aborted: unknown = new thrower.AbortedError('a test');
  expect(one.AbortedError.isInstance(aborted)).toBe(true);
  expect(one.AlphaEditError.isInstance(aborted)).toBe(true);
  expect(one.OutputError.isInstance(aborted)).toBe(false);
});

test('a class that extends another is known as both, and not the other way round', () => {
  class NamedError extends one.EditError {
    static override readonly className: string = 'NamedError';
  }
  class NamedAgain extends other.EditError {
    static override readonly className: string = 'NamedError';
  }
  class NamelessError extends one.EditError {}

  for (const error of [new NamedError(said), new NamedAgain(said)]) {
    expect(NamedError.isInstance(error)).toBe(true);
    expect(one.EditError.isInstance(error)).toBe(true);
    expect(one.AlphaEditError.isInstance(error)).toBe(true);
    expect(one.FactError.isInstance(error)).toBe(false);
    expect(NamelessError.isInstance(error)).toBe(false);
    expect(error.name).toBe('NamedError');
  }
  const nameless = new NamelessError(said);
  expect(nameless.name).toBe('NamelessError');
  expect(NamelessError.isInstance(nameless)).toBe(true);
  expect(one.EditError.isInstance(nameless)).toBe(true);
  expect(other.EditError.isInstance(nameless)).toBe(true);
  expect(NamelessError.isInstance(new one.EditError(said))).toBe(false);
  expect(NamedError.isInstance(new one.EditError(said))).toBe(false);
});

test.each([undefined, null, 'no-facts', 7, {}, new Error('no-facts'), { name: 'DatasetError', ...said }])(
  'what is no error of ours is not known: %s',
  (value) => {
    expect(one.AlphaEditError.isInstance(value)).toBe(false);
    expect(one.DatasetError.isInstance(value)).toBe(false);
  },
);

test('an error says what it was given, under the name of its class', () => {
  const cause = new Error('why');
  const error = new one.DatasetError({ ...said, kind: 'work', data: { file: 'a.csv' }, cause });
  expect(error).toMatchObject({
    ...said,
    name: 'DatasetError',
    kind: 'work',
    data: { file: 'a.csv' },
    cause,
  });
  expect(new one.DatasetError(said)).toMatchObject({ kind: 'input', data: {} });
  expect(new one.DatasetError(said)).not.toHaveProperty('cause');
});

test('a signal that has fired is told as an interruption with its reason', () => {
  const controller = new AbortController();
  expect(() => one.throwIfAborted(undefined, 'a test')).not.toThrow();
  expect(() => one.throwIfAborted(controller.signal, 'a test')).not.toThrow();
  controller.abort('enough');
  expect(() => one.throwIfAborted(controller.signal, 'a test')).toThrow(
    expect.objectContaining({ name: 'AbortedError', code: 'aborted', kind: 'interrupted', cause: 'enough' }),
  );
});

test('the compiler knows the codes of each class', () => {
  const error: unknown = new one.FactError({ ...said, code: 'empty-target' });
  if (!one.FactError.isInstance(error)) throw error;
  expectTypeOf(error).toEqualTypeOf<one.FactError>();
  expectTypeOf(error.code).toEqualTypeOf<ErrorCodeOf<'FactError'>>();
  expectTypeOf<'empty-target'>().toExtend<typeof error.code>();
  expectTypeOf<'out-of-memory'>().not.toExtend<typeof error.code>();
  // @ts-expect-error a misspelt code is never equal
  expect(error.code === 'emtpy-target').toBe(false);
  // @ts-expect-error a code of another class is refused
  new one.FactError({ ...said, code: 'out-of-memory' });

  const any: unknown = new one.EngineError({ ...said, code: 'out-of-memory' });
  if (!one.AlphaEditError.isInstance(any)) throw any;
  expectTypeOf(any.code).toEqualTypeOf<ErrorCode>();
});
