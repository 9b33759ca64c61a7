import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { katex } from '@mdit/plugin-katex';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { ADOPTED_GUIDES, GUIDES } from '../src/site/guides.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const site = here('../.site/');
const page = (path: string) => existsSync(`${site}${path}.md`);

const guides: DefaultTheme.SidebarItem[] = [
  ...GUIDES.filter(([name]) => page(`guide/${name}`)).map(([name, text]) => ({
    text,
    link: `/guide/${name}`,
  })),
  ...ADOPTED_GUIDES.filter(([name]) => page(`guide/${name}`)).map(([name, text]) => ({
    text,
    link: `/guide/${name}`,
  })),
];

/** The links of a generated page, for the side bar. */
function linksOf(path: string, pattern: RegExp): DefaultTheme.SidebarItem[] {
  const file = `${site}${path}/index.md`;
  if (!existsSync(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, text, link]) => ({
    text: text!,
    link: `/${path}/${link}`,
  }));
}

const commands = linksOf('reference/cli', /\[`alphaedit ([^`]+)`\]\(\.\/([\w-]+)\)/g);
const modules = linksOf('reference/api', /^- \[([^\]]+)\]\(([^)]+)\.md\)$/gm);

/** Editors with a page of their own, which the page of all editors links to. */
const ownPages = (existsSync(`${site}reference/editors`) ? readdirSync(`${site}reference/editors`) : [])
  .map((file) => file.replace(/\.md$/, ''))
  .sort()
  .map((text) => ({ text, link: `/reference/editors/${text}` }));

const reference: DefaultTheme.SidebarItem[] = [
  { text: 'Overview', link: '/reference/' },
  { text: 'Command line', link: '/reference/cli/', collapsed: false, items: commands },
  {
    text: 'Editors',
    link: '/reference/editors',
    ...(ownPages.length > 0 && { collapsed: false, items: ownPages }),
  },
  { text: 'Settings', link: '/reference/settings' },
  { text: 'File formats', link: '/reference/file-formats' },
  { text: 'Errors', link: '/errors/' },
  {
    text: 'API',
    link: '/reference/api/',
    collapsed: false,
    items: modules,
  },
].filter(({ link }) => page(`${link.slice(1)}${link.endsWith('/') ? 'index' : ''}`));

/** The experiments, by the links of their own overview. */
const experiments = linksOf('experiments', /^- \[([^\]]+)\]\(\/experiments\/([\w-]+)\)/gm);

const playground = existsSync(here('../../playground/dist/index.html'));

export default defineConfig({
  title: 'alphaedit',
  description: 'Change what a language model knows, and prove that the rest stayed',
  lang: 'en',
  srcDir: '.site',
  cacheDir: 'node_modules/.vitepress-cache',
  appearance: true,
  lastUpdated: false,
  transformHead: ({ siteData }) => [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${siteData.base}favicon.svg` }],
  ],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      // The plugin's types follow a newer markdown-it than VitePress has; it uses nothing that differs.
      md.use(katex as unknown as Parameters<typeof md.use>[0], {
        output: 'htmlAndMathml',
        throwOnError: true,
        strict: 'error',
      });
      const block = md.renderer.rules.math_block!;
      // Wide formulas scroll, so they must be reachable with the keyboard.
      md.renderer.rules.math_block = (...all) => block(...all).replace('<p', '<p tabindex="0"');
      // Braces in code are text, not something for Vue to compute.
      const code = md.renderer.rules.code_inline!;
      md.renderer.rules.code_inline = (...all) => code(...all).replace('<code', '<code v-pre');
    },
  },
  transformPageData(page) {
    if (page.relativePath !== 'index.md' || !playground) return;
    page.frontmatter.hero.actions.splice(1, 0, {
      theme: 'brand',
      text: 'Try it in the browser',
      link: '/playground/index.html',
      target: '_self',
    });
  },
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/what-is-model-editing', activeMatch: '/guide/' },
      { text: 'Reference', link: '/reference/', activeMatch: '/reference/' },
      { text: 'Experiments', link: '/experiments/', activeMatch: '/experiments/' },
      { text: 'Errors', link: '/errors/', activeMatch: '/errors/' },
      ...(playground ? [{ text: 'Playground', link: '/playground/index.html', target: '_self' }] : []),
    ],
    sidebar: {
      '/guide/': [{ text: 'Guide', items: guides }],
      '/reference/': [{ text: 'Reference', items: reference }],
      '/experiments/': [
        { text: 'Experiments', items: [{ text: 'Overview', link: '/experiments/' }, ...experiments] },
      ],
      '/errors/': [{ text: 'Reference', items: reference }],
      '/source/': [],
    },
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    footer: { message: 'MIT licence' },
  },
});
