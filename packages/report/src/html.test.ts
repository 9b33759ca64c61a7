import { describe, expect, it } from 'vitest';
import { escapeText, html, Markup } from './html.js';

describe('html', () => {
  it('escapes values and leaves markup', () => {
    expect(html`<p title="${'"<\'&>'}">${html`<b>${1}</b>`}${new Markup('<i>')}</p>`.text).toBe(
      '<p title="&quot;&lt;&#39;&amp;&gt;"><b>1</b><i></p>',
    );
  });

  it('joins lists and writes nothing for undefined and false', () => {
    expect(html`${['<', [html`<hr>`, 2]]}${undefined}${false}`.text).toBe('&lt;<hr>2');
  });

  it('replaces characters no document may hold', () => {
    expect(escapeText('a\u0000b\ud800c\u{1f600}\td')).toBe('a\ufffdb\ufffdc\u{1f600}\td');
  });
});
