import { buildProgram } from 'alphaedit/program';
import { describe, expect, it } from 'vitest';
import { checkCommandLine, splitWords } from './check-command-line.js';

const check = (line: string) => checkCommandLine(line, buildProgram, ['quickstart', 'pnpm']);

describe('checkCommandLine', () => {
  it.each([
    'alphaedit doctor',
    'npx alphaedit predict models/demo --prompt "The pride of Varwick is its"   # asks it',
    'alphaedit edit M --facts f.jsonl --stats s --out r --batch 10 --set zSteps=20 --set L2=1',
    'alphaedit engine install --gpu',
    'alphaedit edit --help',
    'npm run quickstart',
    'npm run -s pnpm -- --filter @alphaedit/engine bench',
    'npx vitest run packages/editors',
  ])('takes %s', (line) => {
    expect(check(line)).toBeUndefined();
  });

  it.each([
    ['alphaedit doktor', 'unknown command'],
    ['alphaedit doctor --fast', 'unknown option'],
    ['alphaedit export r --format pack', 'required option'],
    ['alphaedit inspect', 'missing required argument'],
    ['alphaedit edit M --facts f --stats s --out r --batch many', 'whole number'],
    ['pnpm alphaedit doctor', 'npx'],
    ['npm run quikstart', 'no script quikstart'],
    ['alphaedit spectrum s --threshold 1 --keep-trace 0.5', 'cannot be used with'],
  ])('refuses %s', (line, why) => {
    expect(check(line)).toContain(why);
  });

  it('parts words as a shell does', () => {
    expect(splitWords(`a "b c" d='e f'`)).toEqual(['a', 'b c', 'd=e f']);
  });
});
