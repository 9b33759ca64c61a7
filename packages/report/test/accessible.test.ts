// A report with every kind of plot, read by a browser as its readers get it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../src/index.js';
import { sampleReport } from './sample-report.js';

const PLACES = [process.env.ALPHAEDIT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const executablePath = PLACES.find((path) => path !== undefined && existsSync(path));
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(executablePath === undefined)('a report in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let html: string;

  beforeAll(async () => {
    html = renderReport(await sampleReport());
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  }, 120_000);
  afterAll(() => browser?.close());

  it.each([
    ['a phone, light', 390, 'light'],
    ['a phone, dark', 390, 'dark'],
    ['a desk, light', 1280, 'light'],
    ['a desk, dark', 1280, 'dark'],
  ] as const)(
    'has nothing that axe objects to and does not scroll sideways on %s',
    async (_, width, colorScheme) => {
      // The policy of the page forbids scripts, that of axe as well.
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme,
        bypassCSP: true,
      });
      const page = await context.newPage();
      await page.setContent(html);
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
        return (await axe.run()).violations;
      });
      expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await context.close();
    },
    120_000,
  );

  it('draws nothing beyond the edges of a drawing, and leaves no gap under a title', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.setContent(html);
    const plots = (await page.evaluate(`[...document.querySelectorAll('.plot svg')].map((svg) => {
        const frame = svg.getBoundingClientRect();
        const scale = frame.width / svg.viewBox.baseVal.width;
        const boxes = [...svg.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
        const title = svg.querySelector('.role-title-text').getBoundingClientRect();
        const view = svg.querySelector('path.background').getBoundingClientRect();
        return {
          outside: Math.max(...boxes.flatMap((box) => [frame.left - box.left, box.right - frame.right])) / scale,
          gap: (view.top - title.bottom) / scale,
        };
      })`)) as { outside: number; gap: number }[];
    expect(plots).toHaveLength(5);
    for (const { outside, gap } of plots) {
      expect(outside).toBeLessThanOrEqual(0);
      // The offset of the title is 10 units, and a label at the top of an axis may reach half its height above.
      expect(gap).toBeLessThan(24);
      expect(gap).toBeGreaterThan(0);
    }
    await context.close();
  }, 120_000);
});
