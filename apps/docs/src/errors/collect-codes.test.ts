import { describe, expect, it } from 'vitest';
import { sourceProgramOf } from '../../test/source-program.js';
import { collectCodes } from './collect-codes.js';

/** Codes of one source text that stands in a package. */
function codesOf(text: string) {
  const prelude = 'class E extends Error { constructor(o: object) { super(); } }\n';
  const program = sourceProgramOf('/repo/packages/a/src/a.ts', prelude + text);
  const { sites, untold } = collectCodes('/repo', program);
  return {
    codes: sites.map(({ code }) => code),
    untold,
    sites,
  };
}

describe('collectCodes', () => {
  it('finds literals, with what they say', () => {
    const { sites } = codesOf(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
      "throw new E({ code: 'no-x', message: `No ${'x'}: ${name}.`, hint: 'Give x.' });",
    );
    expect(sites).toMatchObject([
      {
        code: 'no-x',
        type: 'error',
        className: 'E',
        messages: ['No x: ⟨name⟩.'],
        hints: ['Give x.'],
        kinds: ['input'],
      },
    ]);
  });

  it('follows conditions, constants and templates', () => {
    expect(
      codesOf(`
        declare const a: boolean;
        const code = a ? 'one' : 'two';
        throw new E({ code, message: 'm', hint: 'h' });`).codes,
    ).toEqual(['one', 'two']);
    expect(
      codesOf(`
        const what = b ? 'subject' : 'target';
        throw new E({ code: \`empty-\${what}\`, message: 'm', hint: 'h' });`).codes,
    ).toEqual(['empty-subject', 'empty-target']);
  });

  it('follows a parameter to each call, with its own message', () => {
    const { sites } = codesOf(`
      function fail(code: string, message: string): E { return new E({ code, message, hint: 'h' }); }
      throw fail('one', 'first');
      throw fail('two', 'second');`);
    expect(sites).toMatchObject([
      { code: 'one', messages: ['first'] },
      { code: 'two', messages: ['second'] },
    ]);
  });

  it('takes an object without a hint for a warning', () => {
    expect(codesOf("warnings.push({ code: 'odd', message: 'm' });").sites).toMatchObject([
      { code: 'odd', type: 'warning' },
    ]);
  });

  it('says where a code cannot be told', () => {
    expect(codesOf("throw new E({ code: someCode() as string, message: 'm', hint: 'h' });").untold).toEqual([
      expect.stringContaining('packages/a/src/a.ts:2'),
    ]);
  });
});
