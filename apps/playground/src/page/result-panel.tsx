import type { Ref } from 'preact';
import type { Answer, ComparedQuestion, EditorOutcome, EditResult, QuestionRole } from '../protocol.js';
import { editorName } from './edit-panel.js';
import { percent } from './loss-curve.js';

const ROLES: Readonly<Record<QuestionRole, string>> = {
  fact: 'the fact',
  paraphrase: 'in other words',
  neighbor: 'must not change',
};

/** The same questions before and after, and what that means. */
export function ResultPanel({
  result,
  headingRef,
}: {
  readonly result: EditResult;
  readonly headingRef: Ref<HTMLHeadingElement>;
}) {
  const { outcome, other, questions } = result;
  const names: [string, string?] = other
    ? [`after ${editorName(outcome.editor)}`, `after ${editorName(other.editor)}, not kept`]
    : ['after'];
  return (
    <section aria-labelledby="result-heading" class="result">
      <h2 id="result-heading" ref={headingRef} tabIndex={-1}>
        <span class="number">4</span> What changed and what did not
      </h2>
      <p class="verdict">{verdict(result)}</p>
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">question</th>
            <th scope="col">before</th>
            <th scope="col">{names[0]}</th>
            {other && <th scope="col">{names[1]}</th>}
          </tr>
        </thead>
        <tbody>
          {questions.map((question) => (
            <Row key={`${question.role} ${question.prompt}`} question={question} names={names} />
          ))}
        </tbody>
      </table>
      <Figures outcome={outcome} />
      {other && <Figures outcome={other} />}
    </section>
  );
}

function Row({
  question,
  names,
}: {
  readonly question: ComparedQuestion;
  /** Of the columns after an edit. */
  readonly names: readonly [string, string?];
}) {
  const { prompt, role, before, after, other, good, otherGood } = question;
  return (
    <tr class={role}>
      <th scope="row">
        {prompt} …<span class="role">{ROLES[role]}</span>
      </th>
      <Cell column="before" answer={before} />
      <Cell column={names[0]} answer={after} role={role} good={good} />
      {other && <Cell column={names[1]!} answer={other} role={role} good={otherGood} />}
    </tr>
  );
}

function Cell({
  column,
  answer,
  role,
  good,
}: {
  /** Its heading, shown again where the table is too narrow for columns. */
  readonly column: string;
  readonly answer: Answer;
  readonly role?: QuestionRole;
  readonly good?: boolean;
}) {
  return (
    <td class={good === undefined ? '' : good ? 'good' : 'bad'} data-column={column}>
      <span class="answer">{answer.text || '…'}</span>{' '}
      <span class="figure">{percent(answer.probability)}</span>
      {role && good !== undefined && <span class="mark">{markOf(role, good)}</span>}
    </td>
  );
}

function markOf(role: QuestionRole, good: boolean): string {
  if (role === 'neighbor') return good ? '✓ unchanged' : '✗ changed';
  return good ? '✓ as asked' : '✗ not as asked';
}

function verdict({ questions, fact }: EditResult): string {
  const count = (role: QuestionRole) => {
    const all = questions.filter((question) => question.role === role);
    return { all: all.length, good: all.filter(({ good }) => good).length };
  };
  const main = questions.find(({ role }) => role === 'fact')!;
  const [paraphrases, neighbors] = [count('paraphrase'), count('neighbor')];
  const parts = [
    main.good
      ? `The answer is now “${fact.target.trim()}” instead of “${main.before.text}”.`
      : `The answer did not become “${fact.target.trim()}”.`,
  ];
  if (paraphrases.all > 0)
    parts.push(`${paraphrases.good} of ${paraphrases.all} questions in other words follow.`);
  if (neighbors.all > 0)
    parts.push(`${neighbors.good} of ${neighbors.all} other answers stayed as they were.`);
  return parts.join(' ');
}

function Figures({ outcome }: { readonly outcome: EditorOutcome }) {
  const { editor, seconds, change, warnings } = outcome;
  const layers = Object.entries(change).map(([layer, share]) => `block ${layer} by ${percent(share)}`);
  return (
    <>
      <p class="faint">
        {editorName(editor)} took {seconds.toFixed(1)} s and changed the weights of {layers.join(', ')} of
        their size.
      </p>
      {warnings.map(({ code, message }) => (
        <p key={`${code} ${message}`} class="note">
          {message}
        </p>
      ))}
    </>
  );
}
