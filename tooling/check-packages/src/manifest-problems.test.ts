import { expect, it } from 'vitest';
import { manifestProblems, type PackedPackage } from './manifest-problems.js';

const sound: PackedPackage = {
  manifest: {
    name: '@alphaedit/part',
    description: 'A part',
    license: 'MIT',
    type: 'module',
    engines: { node: '>=20' },
    exports: { '.': { types: './dist/index.d.ts', import: './dist/index.js' } },
    dependencies: { zod: '^4.0.0' },
    peerDependencies: { '@tensorflow/tfjs-core': '^4.22.0' },
  },
  files: ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'],
  readme: '# part\n\n```sh\nnpm install @alphaedit/part @tensorflow/tfjs-core\n```\n\n```ts\npart();\n```\n',
};

it('finds nothing in a package that is whole', () => {
  expect(manifestProblems(sound)).toEqual([]);
});

it.each<[string, Partial<PackedPackage>, string]>([
  ['a missing field', { manifest: { ...sound.manifest, license: undefined } }, 'no "license"'],
  ['no licence text', { files: sound.files.filter((file) => file !== 'LICENSE') }, 'LICENSE is not packed'],
  [
    'a condition that leads nowhere',
    { manifest: { ...sound.manifest, exports: { '.': { source: './src/index.ts' } } } },
    'exports ["."]["source"] is ./src/index.ts, not packed',
  ],
  ['packed tests', { files: [...sound.files, 'src/part.test.ts'] }, 'src/part.test.ts is a test'],
  [
    'a range only a workspace knows',
    { manifest: { ...sound.manifest, dependencies: { zod: 'catalog:' } } },
    'zod is wanted as catalog:',
  ],
  [
    'a peer that the README keeps quiet about',
    { readme: sound.readme.replace(' @tensorflow/tfjs-core', '') },
    'names @tensorflow/tfjs-core',
  ],
  ['a README without an example', { readme: 'npm install @alphaedit/part' }, 'no example'],
])('finds %s', (_, change, problem) => {
  expect(manifestProblems({ ...sound, ...change }).join('\n')).toContain(problem);
});
