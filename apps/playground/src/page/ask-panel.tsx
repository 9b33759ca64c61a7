import { useId } from 'preact/hooks';
import type { Answer, AskResult } from '../protocol.js';
import { ErrorBox } from './error-box.js';
import { percent } from './loss-curve.js';
import type { Task } from './use-task.js';

interface Props {
  readonly prompt: string;
  readonly onPrompt: (prompt: string) => void;
  readonly onAsk: () => void;
  readonly ready: boolean;
  readonly task: Task;
  readonly result: AskResult | undefined;
}

/** A sentence to complete, and what the model says. */
export function AskPanel({ prompt, onPrompt, onAsk, ready, task, result }: Props) {
  const id = useId();
  return (
    <section aria-labelledby="ask-heading">
      <h2 id="ask-heading">
        <span class="number">1</span> Ask it something
      </h2>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk();
        }}
      >
        <div class="field grow">
          <label for={id}>The beginning of a sentence; the model goes on</label>
          <input
            id={id}
            value={prompt}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => onPrompt(event.currentTarget.value)}
          />
        </div>
        <button type="submit" disabled={!ready || task.running || prompt.trim() === ''}>
          Ask
        </button>
      </form>
      <ErrorBox error={task.error} />
      <div class="answers">
        {!result && (
          <p class="faint">{ready ? 'No answer yet.' : 'The first answer comes with the model.'}</p>
        )}
        {result && (
          <AnswerCard
            title={result.after ? 'before the edit' : 'it says'}
            result={result}
            answer={result.before}
          />
        )}
        {result?.after && <AnswerCard title="now" result={result} answer={result.after} />}
      </div>
    </section>
  );
}

function AnswerCard({
  title,
  result,
  answer,
}: {
  readonly title: string;
  readonly result: AskResult;
  readonly answer: Answer;
}) {
  return (
    <div class="card">
      <h3>{title}</h3>
      <p class="said">
        {result.prompt} <mark>{answer.text || '…'}</mark>
      </p>
      <table class="tops">
        <caption>likeliest next tokens</caption>
        <tbody>
          {answer.top.map(({ token, probability }) => (
            <tr key={token}>
              <th scope="row">
                <code>{shownToken(token)}</code>
              </th>
              <td>
                <span class="bar" style={{ '--share': String(probability) }} />
              </td>
              <td class="figure">{percent(probability)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A token with its spaces and line ends made visible. */
export const shownToken = (token: string): string => token.replaceAll(' ', '␣').replaceAll('\n', '⏎') || '∅';
