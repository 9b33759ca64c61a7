import { describe, expect, it } from 'vitest';
import { plainSvg } from './plain-svg.js';

const around = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">${inner}</svg>`;

describe('plainSvg', () => {
  it('passes shapes, text and a style through as they are', () => {
    const svg = around(
      '<style>svg{color:#000}</style><g><path d="M0,0L1,1"/><text x="0">a &lt; b > c</text></g>',
    );
    expect(plainSvg(`\n${svg} `).text).toBe(svg);
  });

  it.each([
    ['a script', '<script>1</script>'],
    ['a handler', '<path onload="x"/>'],
    ['a handler without quotes', '<path onload=x />'],
    ['a handler after a slash', '<path/onload="x"/>'],
    ['a link', '<g href="javascript:x"/>'],
    ['a namespaced link', '<g xlink:href="data:x"/>'],
    ['foreign content', '<foreignObject><p>x</p></foreignObject>'],
    ['an animation', '<animate attributeName="href"/>'],
    ['an image', '<image src="http://x"/>'],
    ['a fetched fill', '<path fill="url(http://x)"/>'],
    ['a style that fetches', '<style>a{background:url(http://x)}</style>'],
    ['a style that fetches behind escapes', '<style>a{background:\\75rl(http://x)}</style>'],
    ['an imported style', '<style>@import "x"</style>'],
    ['a comment', '<!-- x -->'],
    ['a document type', '<!DOCTYPE svg>'],
    ['a tag that does not end', '<path d="'],
    ['upper case', '<SCRIPT>1</SCRIPT>'],
    ['a tag behind a quote', '<path d="x"y"/>'],
  ])('refuses %s', (_, inner) => {
    expect(() => plainSvg(around(inner))).toThrow(expect.objectContaining({ code: 'svg-not-plain' }));
  });

  it('refuses what is no drawing', () => {
    for (const text of ['', '<p>x</p>', '<svg>', 'x<svg></svg>', '<svg></svg><p></p>'])
      expect(() => plainSvg(text)).toThrow(expect.objectContaining({ code: 'svg-not-plain' }));
  });
});
