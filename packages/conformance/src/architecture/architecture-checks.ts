import { type Architecture, generate } from '@alphaedit/model';
import type { LowRankDelta, ModelPort } from '@alphaedit/spec';
import { AlphaEditError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import type { Check, Suite } from '../check.js';
import { ensure as ensureConformance } from '../conformance-error.js';
import { relativeDistance } from '../relative-distance.js';
import { randomNumbers } from '../tiny/random-numbers.js';
import { type ArchitectureBench, architectureBench } from './architecture-bench.js';
import { forwardText, logitsOf, tapped } from './forward-text.js';
import { referenceForward } from './reference-forward.js';

/** Float32 on the engine against float64, over all the products of a tiny model. */
const FORWARD_TOLERANCE = 1e-4;
/** Float32 on both sides, summed in another order. */
const REORDERING_TOLERANCE = 1e-5;

/** Which architecture to check, and with which checkpoints. */
export interface ArchitectureConformanceOptions {
  /** A tiny `config.json` of the family: 256 tokens or more, a context of 24 or more. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Logits another implementation gave: the only check of how the config is read, beside its error cases. */
  readonly recorded?: {
    readonly load: () => Promise<ModelPort>;
    readonly ids: readonly number[];
    readonly lastLogits: readonly number[];
  };
}

const IDS = [72, 101, 33, 108, 111, 7, 200, 12, 72, 101, 90];

/**
 * What every architecture must do, as data for any test runner, on the engine that runs: the checkpoint is made
 * by the suite, with random weights under the names the architecture gives.
 */
export function architectureChecks(
  architecture: Architecture,
  options: ArchitectureConformanceOptions,
): Suite {
  const { config, recorded } = options;
  let made: ArchitectureBench | undefined;
  const bench = () => {
    made ??= architectureBench(architecture, config);
    return made;
  };
  const check = (id: string, title: string, run: (model: ModelPort) => void | Promise<void>): Check => ({
    id,
    title,
    run: async () => run(await bench().model()),
  });
  const checks = [
    check('reference', 'gives the block outputs, keys and logits of a plain float64 forward', (model) => {
      const expected = referenceForward(bench().shape, bench().tensors, IDS);
      for (let b = 0; b < model.info.blocks; b++) {
        close(tapped(model, IDS, 'block', b), expected.blocks[b]!.flat(), `output of block ${b}`);
        close(tapped(model, IDS, 'mlpKey', b), expected.keys[b]!.flat(), `MLP key of block ${b}`);
      }
      close(logitsOf(model, IDS), expected.logits.flat(), 'logits');
    }),
    check('orientation', 'names a down-projection per block, stored as it says', async (model) => {
      const { editable, blocks, keySize, hiddenSize } = model.info;
      ensure(editable.length === blocks, `${editable.length} editable weights for ${blocks} blocks`);
      for (const { name, block, orientation, dIn, dOut } of editable) {
        ensure(dIn === keySize && dOut === hiddenSize, `${name} is [${dOut}, ${dIn}]`);
        const stored = bench().tensors.get(name)!;
        const size = orientation === 'out-in' ? [dOut, dIn] : [dIn, dOut];
        ensure(`${stored.shape}` === `${size}`, `${name} is stored as [${stored.shape}]`);
        // What the MLP adds is its key times this very weight, turned as it says, and a constant.
        const { data } = await model.readWeight(name);
        const [key, added] = [tapped(model, IDS, 'mlpKey', block), tapped(model, IDS, 'mlp', block)];
        const product = (p: number, o: number) => {
          let sum = 0;
          for (let i = 0; i < dIn; i++) sum += data[o * dIn + i]! * key[p * dIn + i]!;
          return sum;
        };
        const differences = (value: (p: number, o: number) => number) =>
          Array.from({ length: dOut }, (_, o) => value(1, o) - value(0, o));
        close(
          differences((p, o) => added[p * dOut + o]!),
          differences(product),
          `what the MLP of block ${block} adds`,
        );
      }
    }),
    check('parts', 'run in parts gives what it gives whole', (model) => {
      const whole = forwardText(model, IDS);
      const layout = model.layout([IDS.length]);
      for (let cut = 1; cut < model.info.blocks; cut++) {
        const parts = tf.tidy(() => {
          const below = model.forward(model.embed([IDS], layout), { to: cut, layout });
          return model.forward(below, { from: cut, layout }).dataSync();
        });
        close(parts, whole, `cut before block ${cut}`, REORDERING_TOLERANCE);
      }
      layout.dispose();
    }),
    check('padding', 'gives padded rows what they get alone', (model) => {
      const rows = [IDS, IDS.slice(0, 3), IDS.slice(2, 8)];
      const layout = model.layout(rows.map((row) => row.length));
      const width = model.info.hiddenSize;
      const together = tf.tidy(() => model.forward(model.embed(rows, layout), { layout }).dataSync());
      layout.dispose();
      for (const [r, row] of rows.entries()) {
        const from = r * IDS.length * width;
        close(
          together.slice(from, from + row.length * width),
          forwardText(model, row),
          `row ${r}`,
          REORDERING_TOLERANCE,
        );
      }
    }),
    check('cache', 'continues from cached states as if it had read all at once', (model) => {
      const whole = forwardText(model, IDS);
      const width = model.info.hiddenSize;
      for (const split of [1, 5, IDS.length - 1]) {
        const head = model.layout([split]);
        const start = model.embed([IDS.slice(0, split)], head);
        const { hidden, cache } = model.forwardWithCache(start, { layout: head, lengths: [split] });
        const tail = model.layout([IDS.length - split], { past: cache, starts: [split] });
        const rest = tf.tidy(() =>
          model.forward(model.embed([IDS.slice(split)], tail), { layout: tail, past: cache }).dataSync(),
        );
        close(rest, whole.slice(split * width), `cached after ${split} tokens`, REORDERING_TOLERANCE);
        tf.dispose([start, hidden]);
        for (const one of [head, tail, cache]) one.dispose();
      }
    }),
    check('taps', 'reads and replaces values where it says', (model) => {
      const last = model.info.blocks - 1;
      close(
        tapped(model, IDS, 'block', last),
        forwardText(model, IDS),
        'the last block',
        REORDERING_TOLERANCE,
      );
      const silence = {
        site: 'mlpKey',
        block: last,
        tap: (value: tf.Tensor3D) => tf.zerosLike(value),
      } as const;
      const silent = forwardText(model, IDS, { taps: [silence] });
      ensure(relativeDistance(silent, forwardText(model, IDS)) > 1e-3, 'A replaced key changed nothing');
    }),
    check('delta', 'laid over equals written, and taking it off restores every bit', async (model) => {
      const { name, orientation, dIn, dOut } = model.info.editable.at(-1)!;
      const plain = forwardText(model, IDS);
      const change: LowRankDelta = {
        kind: 'low-rank',
        parameter: name,
        orientation,
        left: { rows: dOut, cols: 1, data: randomNumbers(dOut, 91) },
        right: { rows: dIn, cols: 1, data: randomNumbers(dIn, 92) },
      };
      const overlaid = await model.withDelta([change], () => forwardText(model, IDS));
      const before = await model.readWeight(name);
      const data = before.data.map(
        (w, i) => w + change.left.data[Math.floor(i / dIn)]! * change.right.data[i % dIn]!,
      );
      await model.writeWeight(name, { ...before, data });
      const written = forwardText(model, IDS);
      await model.writeWeight(name, before);
      close(overlaid, written, 'laid over against written', REORDERING_TOLERANCE);
      ensure(relativeDistance(written, plain) > 1e-3, 'The change changed nothing');
      const restored = forwardText(model, IDS);
      ensure(
        restored.every((value, i) => value === plain[i]),
        'Bits differ after the weight was written back',
      );
    }),
    check('generation', 'continues greedily as full passes do', async (model) => {
      const steps = 6;
      const [text] = await generate(model, [IDS], { maxNewTokens: steps, stopAtEos: false });
      const ids = [...IDS];
      for (let step = 0; step < steps; step++) {
        const row = logitsOf(model, ids).slice(-model.info.vocabularySize);
        ids.push(row.indexOf(Math.max(...row)));
      }
      ensure(`${text}` === `${ids.slice(IDS.length)}`, `Cached ${text}, in full ${ids.slice(IDS.length)}`);
    }),
    check('strictness', 'warns of a field of the config that it does not know', async () => {
      const model = await bench().load({ ...config, field_nobody_knows: 0.5 });
      model.dispose();
      const told = model.warnings?.map(({ message }) => message) ?? [];
      ensure(
        told.some((message) => message.includes('field_nobody_knows')),
        `It warned of [${told}]`,
      );
    }),
    check(
      'strictness',
      'refuses a field that is known to change the result and not implemented',
      async () => {
        const error = await bench()
          .load({ ...config, clip_qkv: 0.5 })
          .then(
            (model) => model.dispose(),
            (error) => error,
          );
        const typed = AlphaEditError.isInstance(error) && error.code === 'config-unsupported';
        ensure(typed && error.message.includes('clip_qkv'), `It ended with ${error}`);
      },
    ),
  ];
  if (recorded) {
    checks.push({
      id: 'recorded',
      title: 'gives the logits another implementation recorded',
      run: async () => {
        const model = await recorded.load();
        const all = logitsOf(model, recorded.ids);
        model.dispose();
        close(all.slice(-model.info.vocabularySize), recorded.lastLogits, 'logits');
      },
    });
  }
  return {
    title: `architecture ${architecture.modelTypes.join(', ')}`,
    checks,
    dispose: () => made?.dispose(),
  };
}

function close(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  tolerance = FORWARD_TOLERANCE,
) {
  const distance = relativeDistance(found, expected);
  ensure(distance < tolerance, `Relative distance ${distance} in ${what}; ${tolerance} is allowed`);
}

const HINT = 'See how to add an architecture in the documentation of @alphaedit/model.';

function ensure(holds: boolean, message: string): void {
  ensureConformance(holds, `${message}.`, HINT);
}
