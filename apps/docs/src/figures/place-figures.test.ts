import { afterAll, describe, expect, it } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { agesFigure, courseFigure } from './bench-figures.js';
import { placeFigures } from './place-figures.js';
import { spectrumFigure } from './spectrum-figure.js';

const { root, dispose } = temporaryTree({
  'r.json': JSON.stringify({ commands: ['alphaedit spectrum stats'], result: { x: 3 } }),
  'kept.json': JSON.stringify({ command: 'alphaedit bench m', x: 4 }),
  'stale.json': JSON.stringify({ commands: ['alphaedit spectrum old'], result: { x: 3 } }),
});
afterAll(dispose);

const draw = async ({ x }: { x: number }) => `<svg>\n\n<g>${x}</g></svg>`;
const rest = { commands: ['alphaedit spectrum stats'], caption: 'One.', draw: draw as never };
const figures = {
  one: { result: 'r.json', ...rest },
  kept: { result: 'kept.json', ...rest, commands: ['npx alphaedit bench m'], kept: true },
  'kept-stale': { result: 'kept.json', ...rest, commands: ['npx alphaedit bench other'], kept: true },
  gone: { result: 'gone.json', ...rest },
  stale: { result: 'stale.json', ...rest },
};
const place = (markdown: string) => placeFigures('guide/x', markdown, root, figures);

describe('placeFigures', () => {
  it('draws the result file and tells its commands', async () => {
    const page = await place('before\n\n<!-- figure: one -->\n\nafter');
    expect(page).toContain('before\n\n<figure v-pre>\n<svg>\n<g>3</g></svg>\n<figcaption>One.</figcaption>');
    expect(page).toContain('](source:r.json)');
    expect(page).toContain('```sh\nalphaedit spectrum stats\n```\n\nafter');
  });

  it('draws what a command wrote itself', async () => {
    expect(await place('<!-- figure: kept -->')).toContain('<g>4</g>');
    await expect(place('<!-- figure: kept-stale -->')).rejects.toThrow('made by other commands');
  });

  it('refuses unknown figures, missing results and results of other commands', async () => {
    await expect(place('<!-- figure: two -->')).rejects.toThrow('a figure "two"');
    await expect(place('<!-- figure: gone -->')).rejects.toThrow('gone.json, which does not exist');
    await expect(place('<!-- figure: stale -->')).rejects.toThrow('made by other commands');
  });
});

describe('spectrumFigure', () => {
  it('draws a line per layer and the threshold', async () => {
    const layer = { dimension: 4, nullDimension: 2, quantiles: [1e-4, 1e-2, 1] };
    const svg = await spectrumFigure({
      threshold: { kind: 'absolute', value: 0.02 },
      layers: [
        { layer: 3, ...layer },
        { layer: 4, ...layer },
      ],
    });
    for (const text of ['layer 3', 'layer 4', 'τ = 0.02', '<svg']) expect(svg).toContain(text);
  });
});

describe('the figures of a bench', () => {
  const course = [
    { facts: 50, preference: { score: 0.9 }, retention: [] },
    {
      facts: 100,
      preference: { score: 0.5 },
      retention: [
        { age: [0, 50] as const, preference: { efficacy: { mean: 0.8 } } },
        { age: [50, 100] as const, preference: { efficacy: { mean: 0.4 } } },
      ],
    },
  ];
  const bench = {
    editors: ['memit', 'memit+nullspace', 'ft'].map((editor) => ({ editor, plain: 'memit', course })),
  };

  it.each([courseFigure, agesFigure])('draw a line per editor of the paper', async (draw) => {
    const svg = await draw(bench);
    expect(svg).toContain('memit+nullspace');
    expect(svg).not.toContain('>ft<');
  });
});
