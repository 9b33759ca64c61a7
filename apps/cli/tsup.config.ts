import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  // Commands load their work when they run: `--help` reads a few kilobytes.
  splitting: true,
  sourcemap: true,
  clean: true,
});
