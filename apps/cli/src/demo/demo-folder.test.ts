import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demoFolder } from './demo-folder.js';

it('has a model, facts and text', () => {
  for (const file of ['config.json', 'model.safetensors', 'facts.jsonl', 'text.txt'])
    expect(existsSync(join(demoFolder(), file)), file).toBe(true);
});
