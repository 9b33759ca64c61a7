import { readFileSync } from 'node:fs';
import { describeShared, sharedPath, temporaryFolder } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { runJsonHere } from './run-here.js';

const at = temporaryFolder();
const facts = sharedPath('data/counterfact-edit.jsonl');
const text = sharedPath('data/wikitext-2-valid.txt');

interface Predictions {
  readonly prompts: readonly { readonly targets: readonly { readonly nll: number }[] }[];
}
interface Report {
  readonly before: Record<string, { readonly n: number }>;
  readonly after: Record<string, { readonly n: number }>;
}

for (const family of ['gpt2', 'gptj', 'gpt_neox', 'llama3', 'llama32_tied', 'mistral', 'qwen2', 'qwen3']) {
  describeShared(`${family} from the command line`, `fixtures/models/${family}`, () => {
    const model = sharedPath('fixtures/models', family);
    const [stats, run] = [at(`stats-${family}`), at(`run-${family}`)];
    const common = ['--engine', 'wasm'];

    it('goes from text to an edit whose answers are likelier', async () => {
      const { prompt, target_new: target } = JSON.parse(readFileSync(facts, 'utf8').split('\n', 1)[0]!);
      const likelihood = async (...more: string[]) => {
        const args = ['predict', model, '--prompt', prompt, '--target', target, ...more, ...common];
        return (await runJsonHere<Predictions>(args)).prompts[0]!.targets[0]!.nll;
      };
      await runJsonHere([
        ...['covariance', model, '--text', text, '--layers', '0,1', '--tokens', '1500', '--out', stats],
        ...common,
      ]);
      const edited = await runJsonHere<{ facts: number; batches: object[] }>([
        ...[
          'edit',
          model,
          '--facts',
          facts,
          '--limit',
          '1',
          '--stats',
          stats,
          '--layers',
          '0,1',
          '--out',
          run,
        ],
        // A random model has no spectrum to speak of: its null space is what a share of the trace leaves.
        ...[
          '--set',
          'zSteps=15',
          '--set',
          'nullSpaceKeepTrace=0.5',
          '--set',
          'L2=1e-6',
          '--set',
          'clampNormFactor=4',
        ],
        ...common,
      ]);
      expect(edited).toMatchObject({ facts: 1, batches: [{ facts: 1 }] });
      expect(await likelihood('--edits', run)).toBeLessThan(await likelihood());

      const args = ['eval', model, '--edits', run, '--facts', facts, '--limit', '2', ...common];
      const report = await runJsonHere<Report>(args);
      for (const figures of [report.before, report.after])
        for (const name of ['efficacy', 'generalization', 'specificity'])
          expect(figures[name]).toMatchObject({ mean: expect.any(Number), n: 2 });
    });
  });
}
