// The whole site: built under a base path, every link followed, and its main pages read by a browser.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from './find-chromium.js';
import { serveFolder } from './serve-folder.js';

const docs = fileURLToPath(new URL('..', import.meta.url));
const BASE = '/some/where/';
/** Of the build, on a machine that does other things too. */
const BUILD_MS = 1_800_000;
/** Of anything a page does there. */
const PATIENCE_MS = 120_000;
const executablePath = findChromium();
/** Where to keep pictures of every page, if anywhere. */
const pictures = process.env.ALPHAEDIT_DOCS_SCREENSHOTS;

const PAGES = [
  'index.html',
  'guide/what-is-model-editing.html',
  'guide/first-edit.html',
  'guide/null-space.html',
  'guide/mathematics.html',
  'reference/cli/edit.html',
  'reference/settings.html',
  'reference/file-formats.html',
  'reference/api/@alphaedit/editors.html',
  'experiments/index.html',
  'experiments/hidden-states.html',
  'experiments/regularisation.html',
  'errors/index.html',
  'errors/empty-null-space.html',
];

const out = mkdtempSync(join(tmpdir(), 'alphaedit-site-'));
let build: { status: number | null; stderr: string };

beforeAll(async () => {
  const main = ['--import', 'tsx', '--conditions=alphaedit-source', 'src/main.ts', 'build'];
  const child = spawn(process.execPath, [...main, `--out=${out}`, `--base=${BASE}`], { cwd: docs });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  build = { status, stderr };
}, BUILD_MS);
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the built site', () => {
  it('has no problems: links, samples, exports, errors', () => {
    expect(build.stderr.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
    expect(build.status).toBe(0);
  });

  it('has a page for every command and error, and the guides', () => {
    for (const page of PAGES) expect(readFileSync(join(out, page), 'utf8')).toContain('<html');
    expect(readFileSync(join(out, 'reference/settings.html'), 'utf8')).toContain('v_num_grad_steps');
    expect(readFileSync(join(out, 'reference/editors.html'), 'utf8')).toContain('nullspace');
  });
});

describe.skipIf(executablePath === undefined)('in a browser (skipped where no Chromium is installed)', () => {
  let browser: Browser;
  let served: { url: string; close(): void };

  beforeAll(async () => {
    served = await serveFolder(out, BASE);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: PATIENCE_MS });
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });

  /** A page with a record of what should not happen. */
  async function open(path: string, width: number, colorScheme: 'light' | 'dark') {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(served.url) && !url.startsWith('data:')) faults.push(`asked for ${url}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(served.url + path, { waitUntil: 'networkidle' });
    return { page, faults, close: () => context.close() };
  }

  async function violations(page: Page): Promise<string[]> {
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const found = await axe.run();
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }

  const looks = [
    [390, 'light'],
    [390, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const;

  it.each(PAGES)(
    '%s is accessible, quiet, and fits, narrow and wide, light and dark',
    async (path) => {
      const found: string[] = [];
      for (const [width, scheme] of looks) {
        const { page, faults, close } = await open(path, width, scheme);
        if (pictures) {
          mkdirSync(pictures, { recursive: true });
          const name = `${path.replace(/\W+/g, '-')}-${width}-${scheme}.png`;
          await page.screenshot({ path: join(pictures, name) });
        }
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
        const sideways = wide > width ? [`scrolls sideways: ${wide}`] : [];
        const all = [...sideways, ...faults, ...(await violations(page))];
        found.push(...all.map((fault) => `${width} ${scheme}: ${fault}`));
        await close();
      }
      expect(found).toEqual([]);
    },
    300_000,
  );

  it('finds an error code and an option, with the keyboard alone', async () => {
    const { page, faults, close } = await open('index.html', 1280, 'light');
    // The key is heard once the page's scripts have run; pressed again, it does no harm.
    const box = page.locator('.VPLocalSearchBox input:focus');
    const opened = async () => {
      await page.keyboard.press('Control+k');
      return box.count();
    };
    await expect.poll(opened, { timeout: PATIENCE_MS, interval: 1000 }).toBe(1);
    await page.keyboard.type('empty-null-space');
    // The index is fetched when the box opens, and each letter asks anew: Enter follows whatever is selected by then.
    const wanted = '.VPLocalSearchBox .result.selected[href*="errors/empty-null-space"]';
    await page.waitForSelector(wanted);
    await page.keyboard.press('Enter');
    // A change of page inside the site loads no document, so what is waited for is its heading.
    await page.locator('h1', { hasText: 'empty-null-space' }).waitFor();
    expect(page.url()).toContain('errors/empty-null-space');
    expect(faults).toEqual([]);
    await close();
  }, 300_000);
});
