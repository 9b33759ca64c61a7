import type { EditSettings } from '@alphaedit/spec';
import type { OpenModel } from '../protocol.js';
import { ErrorBox } from './error-box.js';
import { Choice } from './fact-panel.js';
import { LossCurve, type Step } from './loss-curve.js';
import { ProgressBar } from './progress-bar.js';
import { SettingsFields } from './settings-fields.js';
import type { Task } from './use-task.js';

/** Editors in words. */
const NAMES: Readonly<Record<string, string>> = {
  alphaedit: 'AlphaEdit',
  memit: 'MEMIT',
  'memit-seq': 'MEMIT, sequential',
  betaedit: 'BetaEdit',
  prune: 'PRUNE',
  rect: 'RECT',
  rome: 'ROME',
  emmet: 'EMMET',
  ft: 'Fine-tuning (FT)',
  blue: 'BLUE',
};

export const editorName = (id: string): string => NAMES[id] ?? id;

interface Props {
  readonly model: OpenModel | undefined;
  readonly editor: string;
  readonly compare: string;
  readonly settings: EditSettings | undefined;
  readonly target: string;
  readonly steps: readonly Step[];
  readonly task: Task;
  readonly onEditor: (editor: string) => void;
  readonly onCompare: (editor: string) => void;
  readonly onSettings: (settings: EditSettings) => void;
  readonly onEdit: () => void;
}

/** Which method, the button, and the edit as it is being made. */
export function EditPanel(props: Props) {
  const { model, editor, compare, settings, target, steps, task } = props;
  const editors = model?.editors ?? ['alphaedit'];
  return (
    <section aria-labelledby="edit-heading">
      <h2 id="edit-heading">
        <span class="number">3</span> Edit the model
      </h2>
      <div class="row">
        <Choice
          label="Method"
          value={editor}
          options={editors.map((id) => [id, editorName(id)])}
          onValue={props.onEditor}
        />
        <Choice
          label="Compare with"
          value={compare}
          options={[
            ['', 'nothing'],
            ...editors.filter((id) => id !== editor).map((id) => [id, editorName(id)]),
          ]}
          onValue={props.onCompare}
        />
        <button type="button" class="main" disabled={!model || task.running} onClick={props.onEdit}>
          Edit the model
        </button>
      </div>
      {settings && model && (
        <details>
          <summary>Settings</summary>
          <SettingsFields settings={settings} blocks={model.blocks} onSettings={props.onSettings} />
        </details>
      )}
      {task.running && <ProgressBar progress={task.progress} onCancel={task.cancel} />}
      <ErrorBox error={task.error} />
      <LossCurve steps={steps} target={target} />
    </section>
  );
}
