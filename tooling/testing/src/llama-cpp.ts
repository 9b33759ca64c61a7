import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, it } from 'vitest';

/** Where `npm run setup:llama-cpp` puts llama.cpp (84 MB), or where `ALPHAEDIT_LLAMA_CPP` says that it is. */
const HOME =
  process.env.ALPHAEDIT_LLAMA_CPP ?? fileURLToPath(new URL('../../../.tools/llama-cpp', import.meta.url));

/** Next-token probabilities of a model that llama.cpp runs. */
export interface LlamaCppModel {
  /** Ids of a text, with the begin-of-text token where the file says so. */
  tokenize(text: string): number[];
  /** Probabilities after each prefix of some ids that `wanted` names by its length; by token. */
  probabilities(ids: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Likeliest tokens after some ids, one after the other. */
  continuation(ids: readonly number[], count: number): Promise<number[]>;
  dispose(): Promise<void>;
}

interface Sequence {
  clearHistory(): Promise<void>;
  controlledEvaluate(
    input: readonly unknown[],
  ): Promise<readonly ({ next: { probabilities?: Map<number, number> } } | undefined)[]>;
}
interface Context {
  getSequence(): Sequence;
  dispose(): Promise<void>;
}
interface Model {
  tokenize(text: string, special?: boolean): number[];
  readonly tokens: { readonly bos: number | null; readonly shouldPrependBosToken: boolean };
  createContext(options: object): Promise<Context>;
  dispose(): Promise<void>;
}

/** The distribution as the model gives it, no token left out. */
const WHOLE = { temperature: 1, topK: 0, topP: 1, minP: 0 };

/** Opens a GGUF file in llama.cpp, on the CPU, its attention in float32; with an adapter, where one is given. */
export async function openInLlamaCpp(modelPath: string, adapter?: string): Promise<LlamaCppModel> {
  const entry = createRequire(join(HOME, 'package.json')).resolve('node-llama-cpp');
  const { getLlama } = (await import(pathToFileURL(entry).href)) as {
    getLlama(options: object): Promise<{ loadModel(options: object): Promise<Model> }>;
  };
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', progressLogs: false });
  const model = await llama.loadModel({ modelPath, useMmap: false });
  const context = await model.createContext({
    contextSize: 64,
    threads: 1,
    flashAttention: false,
    experimentalKvCacheKeyType: 'F32',
    experimentalKvCacheValueType: 'F32',
    ...(adapter !== undefined && { lora: { adapters: [{ filePath: adapter }] } }),
  });
  const sequence = context.getSequence();
  const probabilities = async (ids: readonly number[]) => {
    await sequence.clearHistory();
    const last = [ids.at(-1), { generateNext: { probabilities: true, options: WHOLE } }];
    const output = await sequence.controlledEvaluate([...ids.slice(0, -1), last]);
    return output.at(-1)!.next.probabilities!;
  };
  return {
    tokenize: (text) => {
      const { bos, shouldPrependBosToken } = model.tokens;
      return [...(shouldPrependBosToken ? [bos!] : []), ...model.tokenize(text)];
    },
    probabilities,
    async continuation(ids, count) {
      const all = [...ids];
      for (let i = 0; i < count; i++) {
        const [[likeliest] = []] = await probabilities(all);
        all.push(likeliest!);
      }
      return all.slice(ids.length);
    },
    async dispose() {
      await context.dispose();
      await model.dispose();
    },
  };
}

/** A suite that runs llama.cpp: skipped, with what to do in its title, where that is not installed. */
export function describeLlamaCpp(title: string, suite: () => void): void {
  if (existsSync(join(HOME, 'node_modules', 'node-llama-cpp'))) {
    describe(title, suite);
    return;
  }
  describe.skip(`${title} [skipped: npm run setup:llama-cpp]`, () => {
    it('needs llama.cpp', () => undefined);
  });
}
