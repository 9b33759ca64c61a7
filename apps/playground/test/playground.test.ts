import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEditPack } from '@alphaedit/artifacts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.js';
import { chromiumPath, launch, watchedPage } from './browser.js';
import { buildPage, removePage } from './build-page.js';
import { serveFolder } from './serve-folder.js';

/** A busy machine runs the model far slower than an idle one: only what never comes is a failure. */
const PATIENCE = 280_000;

/** Goes to the button of this name with the Tab key alone. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 100; steps++) {
    await page.keyboard.press('Tab');
    if ((await page.locator(':focus').textContent()) === name) return;
  }
  throw new Error(`no button "${name}" can be reached with the Tab key`);
}

describe.skipIf(chromiumPath === undefined)(
  'the playground in Chromium (skipped where there is none)',
  () => {
    let folder: string;
    let browser: Browser;
    let host: Awaited<ReturnType<typeof serveFolder>>;

    beforeAll(async () => {
      folder = await buildPage();
      browser = await launch();
      host = await serveFolder(folder, '/some/base/playground/');
    });
    afterAll(async () => {
      await browser?.close();
      await host?.close();
      if (folder) await removePage(folder);
    });

    it('asks, edits, compares, undoes and gives the edit along, from the keyboard and without a complaint', async () => {
      const { page, complaints, hosts } = await watchedPage(browser);
      page.setDefaultTimeout(PATIENCE);
      const said = () => page.locator('.said mark').allTextContents();
      await page.goto(host.url);
      await page.locator('.said').first().waitFor();
      expect(await violations(page)).toEqual([]);
      const question = await page.getByLabel(/beginning of a sentence/).inputValue();
      expect(question).not.toBe('');
      const before = await page.locator('.said mark').textContent();
      expect(await page.locator('.lookup').count()).toBe(1);
      // This Chromium has no graphics card.
      expect(await page.locator('.model-line').textContent()).toContain('WebAssembly');

      await tabTo(page, 'Trace the answer');
      await page.keyboard.press('Enter');
      await page.locator('.map').waitFor();
      const [tokens, blocks] = [page.locator('.token'), page.locator('.settings .check')];
      const cells = (await tokens.count()) * (await blocks.count());
      expect(await page.locator('.map td[style]').count()).toBe(cells);

      await page.getByLabel('Compare with').selectOption('memit');
      await tabTo(page, 'Edit the model');
      await page.keyboard.press('Enter');
      await page.locator('.compared').waitFor();
      expect(await page.locator('.verdict').textContent()).toContain('The answer is now');
      expect(await page.locator('.compared thead th').count()).toBe(4);
      expect(await page.locator(':focus').textContent()).toContain('What changed');
      expect(await page.locator('.curve polyline').count()).toBe(2);
      const target = await page.getByLabel('New answer').inputValue();
      await page.locator('.answers .card').nth(1).waitFor();
      expect(await said()).toEqual([before, target]);
      expect(await violations(page)).toEqual([]);

      const downloaded = async () => {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Download the edit pack' }).press('Enter');
        const file = await (await download).path();
        return { file, pack: decodeEditPack(new Uint8Array(await readFile(file))) };
      };
      const { file, pack } = await downloaded();
      expect(pack).toMatchObject({ editor: 'alphaedit', factCount: 1 });
      expect(pack).not.toHaveProperty('facts');
      await page.getByLabel('Put the facts into the pack').press('Space');
      expect((await downloaded()).pack).toMatchObject({ facts: [{ target: ` ${target}` }] });

      await page.getByRole('button', { name: 'Undo the last edit' }).press('Enter');
      await page.getByText('The model is as it was loaded.').waitFor();
      await expect.poll(said, { timeout: PATIENCE }).toEqual([before]);

      await page.getByLabel('Open an edit pack').setInputFiles(file);
      await expect.poll(said, { timeout: PATIENCE }).toEqual([before, target]);
      expect(complaints).toEqual([]);
      expect([...hosts]).toEqual([new URL(host.url).host]);
      await page.context().close();
    });

    it('says what to do when the model does not arrive, and tries again', async () => {
      const { page } = await watchedPage(browser);
      page.setDefaultTimeout(PATIENCE);
      await page.route('**/model.safetensors', (route) => route.abort());
      await page.goto(host.url);
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.getAttribute('data-code')).toBe('download-failed');
      expect(await alert.textContent()).toContain('Check your connection');
      expect(await violations(page)).toEqual([]);
      await page.unroute('**/model.safetensors');
      await page.getByRole('button', { name: 'Try again' }).press('Enter');
      await page.locator('.said').first().waitFor();
      expect(await alert.count()).toBe(0);
      await page.context().close();
    });

    it('opens a folder the visitor picks, and refuses what is no model', async () => {
      const { page } = await watchedPage(browser);
      page.setDefaultTimeout(PATIENCE);
      await page.goto(host.url);
      await page.locator('.said').first().waitFor();
      await page.getByText('Use a model of your own').press('Enter');
      const picker = page.getByLabel('Choose a folder');
      await picker.setInputFiles(join(folder, 'wasm'));
      await page.locator('[data-code=not-a-checkpoint]').waitFor();
      await picker.setInputFiles(join(folder, 'model'));
      await page.locator('.model-line').waitFor();
      await page.locator('.said').first().waitFor();
      await page.context().close();
    });

    it('stops an edit when told to, and changes nothing', async () => {
      const { page } = await watchedPage(browser, { viewport: { width: 390, height: 800 } });
      page.setDefaultTimeout(PATIENCE);
      await page.goto(host.url);
      await page.locator('.said').first().waitFor();
      await page.getByRole('button', { name: 'Edit the model' }).press('Enter');
      await page.getByRole('button', { name: 'Cancel' }).press('Enter');
      await page.locator('[data-code=aborted]').waitFor();
      expect(await page.getByText('The model is as it was loaded.').count()).toBe(1);
      // A page that scrolls sideways is no page for a phone.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    });
  },
);
