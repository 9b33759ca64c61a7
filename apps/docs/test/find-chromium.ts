import { existsSync } from 'node:fs';

/** A Chromium of the system, or the one `ALPHAEDIT_CHROMIUM` names. None is downloaded. */
export function findChromium(): string | undefined {
  const places = [
    process.env.ALPHAEDIT_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}
