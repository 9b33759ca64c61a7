import type { EditSettings, ModelInfo } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';

/** @throws {SettingsError} `setting-out-of-range`, `layer-out-of-range` */
export function checkSettings(settings: EditSettings, info: ModelInfo): void {
  const { layers } = settings;
  const ascending = layers.every((layer, i) => i === 0 || layer > layers[i - 1]!);
  const inside = layers.every((layer) => Number.isInteger(layer) && layer >= 0 && layer < info.blocks);
  if (layers.length === 0 || !ascending || !inside) {
    throw new SettingsError({
      code: 'layer-out-of-range',
      message: `layers [${layers}] must be ascending block numbers from 0 to ${info.blocks - 1}.`,
      hint: 'Choose early blocks, e.g. those causal tracing names.',
      data: { layers, blocks: info.blocks },
    });
  }
  const last = layers.at(-1)!;
  const limits: Readonly<Record<string, readonly [number, boolean, string]>> = {
    zSteps: [settings.zSteps, Number.isInteger(settings.zSteps) && settings.zSteps >= 1, 'an integer ≥ 1'],
    zLearningRate: [settings.zLearningRate, settings.zLearningRate > 0, '> 0'],
    zLossLayer: [
      settings.zLossLayer,
      Number.isInteger(settings.zLossLayer) &&
        settings.zLossLayer >= last &&
        settings.zLossLayer < info.blocks,
      `from ${last} to ${info.blocks - 1}`,
    ],
    zWeightDecay: [settings.zWeightDecay, settings.zWeightDecay >= 0, '≥ 0'],
    clampNormFactor: [settings.clampNormFactor, settings.clampNormFactor > 0, '> 0'],
    klFactor: [settings.klFactor, settings.klFactor >= 0, '≥ 0'],
    mom2UpdateWeight: [settings.mom2UpdateWeight, settings.mom2UpdateWeight > 0, '> 0'],
    L2: [settings.L2, settings.L2 > 0, '> 0'],
  };
  for (const [name, [value, ok, wanted]] of Object.entries(limits)) {
    if (ok) continue;
    throw new SettingsError({
      code: 'setting-out-of-range',
      message: `${name} is ${value}; it must be ${wanted}.`,
      hint: `Correct ${name} in the settings: \`${name}=…\`.`,
      data: { name, value },
    });
  }
}
