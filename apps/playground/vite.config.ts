import { defaultClientConditions, defineConfig } from 'vite';
import { serveFiles } from './build/serve-files.js';

const tensorflow = new URL('./node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url);
const model = new URL('../../models/demo/', import.meta.url);

// Packages are bundled from their sources: the page needs no other build. Every URL in it is relative.
export default defineConfig({
  base: './',
  resolve: { conditions: ['alphaedit-source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 2000, reportCompressedSize: false },
  plugins: [
    serveFiles('wasm', tensorflow, ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']),
    serveFiles(
      'model',
      model,
      [
        'config.json',
        'tokenizer.json',
        'tokenizer_config.json',
        'model.safetensors',
        'settings.json',
        'facts.jsonl',
        'text.txt',
      ],
      { list: true },
    ),
  ],
});
