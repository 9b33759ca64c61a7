// The example of an edit pack as an npm package: packed, installed into an empty folder offline, applied.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { applyEdits, openModel, openStack, readPack } from '@alphaedit/core/node';
import { temporaryFolder } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { REPOSITORY_ROOT as root } from './repository-root.js';

const at = temporaryFolder();
const NAME = 'invented-world-corrections';

function npm(...args: string[]): string {
  const options = { encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const { status, stdout, stderr } = spawnSync('npm', [...args, '--loglevel=error'], options);
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

it('an edit pack is published and used as an npm package', async () => {
  const example = join(root, 'examples', 'published-pack');
  const tarball = join(at('.'), npm('pack', example, '--pack-destination', at('.')));
  const user = at('user');
  npm('install', tarball, '--prefix', user, '--offline', '--ignore-scripts', '--no-audit', '--no-fund');

  const folder = join(user, 'node_modules', NAME);
  const { facts = [] } = (await readPack(folder))!;
  const model = await openModel(join(root, 'models', 'demo'), { engine: 'wasm' });
  try {
    // As a folder, for `--edits`, and as the file that the package is to a program.
    const file = createRequire(join(user, 'index.js')).resolve(NAME);
    expect(await readPack(file)).toEqual(await readPack(folder));
    await applyEdits(model.port, await openStack(model.port, [folder]));
    for (const { subject, prompt, target } of facts) {
      const question = prompt.replace('{}', subject);
      expect(await model.complete(question, { tokens: 4 })).toContain(target);
    }
    expect(facts).toHaveLength(2);
  } finally {
    model.dispose();
  }
});
