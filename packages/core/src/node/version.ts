import packageJson from '../../package.json' with { type: 'json' };

/** Version of this package, as runs, packs and exports record it. */
export const packageVersion = (): string => packageJson.version;
