import { describe, expect, it } from 'vitest';
import { printable, printableJson, shown, style } from './printable.js';
import { table } from './table.js';

/** Sets the title, clears the screen, hides text, and turns its direction. */
const HOSTILE = '\u001b]0;owned\u0007 \u001b[2J \u009b8m \u202e';
const SHOWN = '\\u001b]0;owned\\u0007 \\u001b[2J \\u009b8m \\u202e';

describe('printable', () => {
  it('shows what a terminal would obey', () => {
    expect(shown(HOSTILE)).toBe(SHOWN);
    expect(printable(`a\tb\n${HOSTILE}\r`)).toBe(`a\tb\n${SHOWN}\\u000d`);
  });

  it('lets styles of our own through, and none from elsewhere', () => {
    const plain = printable(style.red(HOSTILE));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a style, where the terminal has some
    expect(plain.replace(/^\u001b\[31m|\u001b\[39m$/g, '')).toBe(SHOWN);
  });

  it('keeps the columns of a table', () => {
    const lines = printable(
      table(
        ['answer', 'x'],
        [
          [style.green('Paris'), '1'],
          [HOSTILE, '2'],
        ],
      ),
    );
    expect(lines).toContain(SHOWN);
    const columns = lines.split('\n').map((line) => [...line].length);
    expect(Math.max(...columns)).toBeLessThan(SHOWN.length + 20);
  });

  it('says the same in JSON', () => {
    const text = printableJson({ said: HOSTILE });
    expect(JSON.parse(text)).toEqual({ said: HOSTILE });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
