import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const at = temporaryFolder();
const built = existsSync(fileURLToPath(new URL('../../playground/dist/index.html', import.meta.url)));

it.skipIf(!built)(
  'serves the page and the model until it is interrupted (skipped where the page is not built)',
  async () => {
    await writeTinyModel(at('model'));
    let page: Promise<string[]> | undefined;
    let seen: readonly string[] | undefined;
    const look = (stderr: string) => {
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(stderr)?.[0];
      if (url === undefined || page) return seen !== undefined;
      page = Promise.all(['', 'model/files.json'].map(async (path) => (await fetch(url + path)).text()));
      page.then((texts) => {
        seen = texts;
      });
      return false;
    };
    const { exitCode, stderr } = await runCli(['playground', at('model')], {
      interrupt: { signal: 'SIGINT', when: look },
    });
    expect(exitCode, stderr).toBe(0);
    expect(seen![0]).toContain('<title>alphaedit playground</title>');
    expect(JSON.parse(seen![1]!)).toMatchObject({
      name: 'model',
      files: expect.arrayContaining([expect.objectContaining({ name: 'config.json' })]),
    });
  },
);

it('refuses a folder that is no model', async () => {
  const { exitCode, stderr } = await runCli(['playground', at('nothing')]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('does not exist');
});
