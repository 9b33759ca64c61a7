import { expect, it } from 'vitest';
import { manifestProblems, type PackedPackage } from './manifest-problems.js';
import { sharedFields, withSharedFields } from './shared-fields.js';

const shared = sharedFields(
  {
    author: 'The authors',
    bugs: { url: 'https://forge.example/them/it/issues' },
    repository: { type: 'git', url: 'git+https://forge.example/them/it.git' },
    license: 'MIT',
  },
  'packages/part',
);

const sound: PackedPackage = {
  shared,
  manifest: {
    ...shared,
    name: '@alphaedit/part',
    description: 'A part',
    keywords: ['alphaedit', 'part', 'whole'],
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
  ['no keywords', { manifest: { ...sound.manifest, keywords: ['alphaedit'] } }, '"keywords" wants'],
  [
    'another repository than that of the root',
    {
      manifest: {
        ...sound.manifest,
        repository: { type: 'git', url: 'git+https://forge.example/other.git' },
      },
    },
    '"repository" is not what the root says',
  ],
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

it('leads to the folder of the package', () => {
  expect(shared).toMatchObject({
    homepage: 'https://forge.example/them/it/tree/main/packages/part#readme',
    repository: { url: 'git+https://forge.example/them/it.git', directory: 'packages/part' },
  });
});

it('writes those fields and leaves the others', () => {
  const written = withSharedFields({ name: 'part', version: '1.0.0', license: 'no', type: 'module' }, shared);
  expect(written).toEqual({
    name: 'part',
    version: '1.0.0',
    keywords: ['alphaedit'],
    ...shared,
    type: 'module',
  });
  expect(withSharedFields(written, shared)).toEqual(written);
});
