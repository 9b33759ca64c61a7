import { useState } from 'preact/hooks';
import type { TraceResult } from '../protocol.js';
import { shownToken } from './ask-panel.js';
import { ErrorBox } from './error-box.js';
import { Choice } from './fact-panel.js';
import { percent } from './loss-curve.js';
import { ProgressBar } from './progress-bar.js';
import type { Task } from './use-task.js';

/** What is restored, in words. */
const KINDS: Readonly<Record<string, string>> = {
  hidden: 'the whole state',
  mlp: 'the MLP’s part (memory)',
  attention: 'the attention’s part (lookup)',
};

interface Props {
  readonly trace: TraceResult | undefined;
  readonly layers: readonly number[];
  readonly ready: boolean;
  readonly task: Task;
  readonly onTrace: () => void;
}

/** Causal tracing: where in the model the answer is kept, token by token and block by block. */
export function TracePanel({ trace, layers, ready, task, onTrace }: Props) {
  const [kind, setKind] = useState('mlp');
  return (
    <div class="trace">
      <h3 id="trace-heading">Where does the model keep this?</h3>
      <div class="row">
        <button type="button" disabled={!ready || task.running} onClick={onTrace}>
          Trace the answer
        </button>
        {trace && (
          <Choice
            label="Put back"
            value={kind}
            options={Object.keys(trace.effects).map((name) => [name, KINDS[name] ?? name])}
            onValue={setKind}
          />
        )}
      </div>
      {task.running && <ProgressBar progress={task.progress} onCancel={task.cancel} />}
      <ErrorBox error={task.error} />
      {trace && <HeatMap trace={trace} kind={kind} layers={layers} />}
    </div>
  );
}

function HeatMap({
  trace,
  kind,
  layers,
}: {
  readonly trace: TraceResult;
  readonly kind: string;
  readonly layers: readonly number[];
}) {
  const { tokens, subject, answer, high, low } = trace;
  const effects = trace.effects[kind]!;
  const most = Math.max(1e-6, ...effects.flat());
  return (
    <>
      <p id="trace-words">
        The model says “{answer.trim()}” with {percent(high)}. With the subject blurred it is {percent(low)}.
        Each cell: how much comes back when only this block’s state at this token is put back as it was.
      </p>
      <div class="map">
        <table aria-describedby="trace-words">
          <caption>{KINDS[kind] ?? kind}: recovered probability, by token and block</caption>
          <thead>
            <tr>
              <td />
              {effects.map((_, block) => (
                <th key={block} scope="col">
                  {block}
                  {layers.includes(block) && <span class="edited">edited</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tokens.map((token, t) => (
              <tr key={t}>
                <th scope="row">
                  <code>{shownToken(token)}</code>
                  {t >= subject.first && t < subject.end ? '*' : ''}
                </th>
                {effects.map((row, block) => (
                  <td key={block} style={{ '--heat': String(Math.max(0, row[t]! / most)) }}>
                    {Math.round(row[t]! * 100)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="faint">In per cent; * marks the subject.</p>
    </>
  );
}
