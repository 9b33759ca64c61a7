import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PATHS = [process.env.ALPHAEDIT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** A Chromium of this machine, or nothing: `ALPHAEDIT_CHROMIUM` names one elsewhere. */
export const chromiumPath = PATHS.find((path) => path !== undefined && existsSync(path));

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: QUIET });
}

/** A page that is watched: what it complains about, and every host it asks for something. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings on the console, exceptions nobody caught. */
  readonly complaints: readonly string[];
  readonly hosts: ReadonlySet<string>;
}

export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http')) hosts.add(host);
  });
  return { page, complaints, hosts };
}
