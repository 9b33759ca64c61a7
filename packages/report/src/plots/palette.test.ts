import { expect, it } from 'vitest';
import { PALETTE } from './palette.js';

/** Relative luminance of sRGB, WCAG 2. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

it('stands out from light and dark pages', () => {
  for (const color of PALETTE)
    for (const page of ['#ffffff', '#14171a'])
      expect(contrast(color, page), `${color} on ${page}`).toBeGreaterThan(3);
});
