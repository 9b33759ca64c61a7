import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { main: 'src/main.ts', index: 'src/index.ts', documents: 'src/documents/index.ts' },
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  // Commands load their work when they run: `--help` reads a few kilobytes.
  splitting: true,
  sourcemap: true,
  clean: true,
});
