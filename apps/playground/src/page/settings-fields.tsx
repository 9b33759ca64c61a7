import type { EditSettings } from '@alphaedit/spec';
import { useId } from 'preact/hooks';

type NumberName = {
  [K in keyof EditSettings]-?: EditSettings[K] extends number | undefined ? K : never;
}[keyof EditSettings];

/** Settings worth playing with, in words. */
const FIELDS: readonly (readonly [NumberName, string])[] = [
  ['zSteps', 'Steps of the search'],
  ['zLearningRate', 'Learning rate of the search'],
  ['klFactor', 'Weight of staying the same elsewhere (KL)'],
  ['clampNormFactor', 'Largest change of the value, relative to its length'],
  ['nullSpaceThreshold', 'Null-space threshold (AlphaEdit)'],
  ['L2', 'Ridge (AlphaEdit)'],
  ['mom2UpdateWeight', 'Weight of what must stay (MEMIT)'],
];

export function SettingsFields({
  settings,
  blocks,
  onSettings,
}: {
  readonly settings: EditSettings;
  readonly blocks: number;
  readonly onSettings: (settings: EditSettings) => void;
}) {
  const id = useId();
  return (
    <div class="settings">
      <fieldset>
        <legend>Blocks to edit</legend>
        {Array.from({ length: blocks }, (_, block) => (
          <label key={block} class="check">
            <input
              type="checkbox"
              checked={settings.layers.includes(block)}
              onChange={(event) => {
                const others = settings.layers.filter((layer) => layer !== block);
                const layers = event.currentTarget.checked ? [...others, block] : others;
                onSettings({ ...settings, layers: layers.sort((a, b) => a - b) });
              }}
            />
            {block}
          </label>
        ))}
      </fieldset>
      {FIELDS.map(([name, words]) => (
        <div key={name} class="field">
          <label for={`${id}-${name}`}>{words}</label>
          <input
            id={`${id}-${name}`}
            type="number"
            step="any"
            min="0"
            value={settings[name]}
            onChange={(event) => onSettings({ ...settings, [name]: event.currentTarget.valueAsNumber })}
          />
        </div>
      ))}
    </div>
  );
}
