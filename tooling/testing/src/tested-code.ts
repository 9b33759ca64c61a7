/**
 * Whether programs that tests start run what was built, as users get it, instead of the sources. `npm test` builds first
 * and says so; a command then starts in a third of the time.
 */
export const testsBuiltCode = (env: NodeJS.ProcessEnv = process.env): boolean =>
  env.ALPHAEDIT_TESTED_CODE === 'built';

/** Arguments of node for a program in TypeScript that imports packages of this repository. */
export const nodeArguments = (): readonly string[] => [
  '--import',
  import.meta.resolve('tsx'),
  ...(testsBuiltCode() ? [] : ['--conditions=alphaedit-source']),
];
