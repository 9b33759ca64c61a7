import { questionOf } from '@alphaedit/spec';
import { useId, useRef, useState } from 'preact/hooks';
import type { KeptEdit } from '../protocol.js';
import { editorName } from './edit-panel.js';
import { ErrorBox } from './error-box.js';
import type { Task } from './use-task.js';

interface Props {
  readonly edits: readonly KeptEdit[];
  readonly ready: boolean;
  readonly task: Task;
  readonly onUndo: () => void;
  readonly onDownload: (withFacts: boolean) => void;
  readonly onOpenPack: (file: File) => void;
}

/** What lies over the model now: undo it, take it along, or put back what was taken along. */
export function EditsPanel({ edits, ready, task, onUndo, onDownload, onOpenPack }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [withFacts, setWithFacts] = useState(false);
  const busy = !ready || task.running;
  return (
    <section aria-labelledby="edits-heading">
      <h2 id="edits-heading">
        <span class="number">5</span> Keep it or undo it
      </h2>
      {edits.length === 0 ? (
        <p>The model is as it was loaded.</p>
      ) : (
        <ol class="edits">
          {edits.map(({ editor, factCount, facts }, i) => (
            <li key={i}>
              {facts?.map((fact) => `${questionOf(fact)} ${fact.target.trim()}`).join('; ') ??
                `${factCount} ${factCount === 1 ? 'fact' : 'facts'}, not named in the pack`}{' '}
              <span class="faint">({editor.split(', ').map(editorName).join(', ')})</span>
            </li>
          ))}
        </ol>
      )}
      <div class="row">
        <button type="button" disabled={busy || edits.length === 0} onClick={onUndo}>
          Undo the last edit
        </button>
        <button type="button" disabled={busy || edits.length === 0} onClick={() => onDownload(withFacts)}>
          Download the edit pack
        </button>
        <label class="button" for={id}>
          Open an edit pack
        </label>
        <input
          ref={input}
          id={id}
          class="file"
          type="file"
          accept=".safetensors"
          disabled={busy}
          onChange={() => {
            const file = input.current!.files?.[0];
            if (file) onOpenPack(file);
            input.current!.value = '';
          }}
        />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={withFacts}
          onChange={(event) => setWithFacts(event.currentTarget.checked)}
        />
        Put the facts into the pack, with their old answers
      </label>
      <p class="faint">
        An edit pack is one small file: what was added to the weights. The command line reads it too:{' '}
        <code>alphaedit predict MODEL --edits edit-pack.safetensors</code>.
      </p>
      <ErrorBox error={task.error} />
    </section>
  );
}
