import type { Progress } from '@alphaedit/spec';
import { shareDone, stageWords } from './progress-words.js';

/** A bar with what is being done, and a button that stops it. */
export function ProgressBar({
  progress,
  onCancel,
}: {
  readonly progress: Progress | undefined;
  readonly onCancel?: () => void;
}) {
  const share = progress && shareDone(progress);
  const words = progress ? stageWords(progress) : 'Getting ready';
  return (
    <div class="progress">
      <div class="progress-words">
        <span>{words}</span>
        <span>{share === undefined ? '' : `${Math.round(share * 100)} %`}</span>
      </div>
      <progress aria-label={words} value={share} max={1} />
      {onCancel && (
        <button type="button" class="quiet" onClick={onCancel}>
          Cancel
        </button>
      )}
    </div>
  );
}
