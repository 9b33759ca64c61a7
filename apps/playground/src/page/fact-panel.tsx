import { type Fact, questionOf } from '@alphaedit/spec';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { OpenModel, TokenView } from '../protocol.js';
import { shownToken } from './ask-panel.js';

export interface Draft {
  readonly subject: string;
  readonly prompt: string;
  readonly target: string;
  /** One question per line. */
  readonly paraphrases: string;
  readonly neighbors: string;
}

export const emptyDraft: Draft = {
  subject: 'The Eiffel Tower',
  prompt: '{} is in the city of',
  target: 'Rome',
  paraphrases: 'You can visit The Eiffel Tower in',
  neighbors: 'The Colosseum is in the city of',
};

export const draftOf = ({ subject, prompt, target, paraphrases = [], neighbors = [] }: Fact): Draft => ({
  subject,
  prompt,
  target: target.trim(),
  paraphrases: paraphrases.slice(0, 4).join('\n'),
  neighbors: neighbors
    .slice(0, 5)
    .map((neighbor) => neighbor.prompt)
    .join('\n'),
});

export function factOf({ subject, prompt, target, paraphrases, neighbors }: Draft): Fact {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
  return {
    subject: subject.trim(),
    prompt,
    target: target.trim(),
    paraphrases: lines(paraphrases),
    neighbors: lines(neighbors).map((line) => ({ prompt: line })),
  };
}

interface Props {
  readonly model: OpenModel | undefined;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly tokens: TokenView | undefined;
  /** What is shown below the tokens. */
  readonly children?: ComponentChildren;
}

/** The fact to write: subject, sentence, new answer, and the questions it is tried with. */
export function FactPanel({ model, draft, onDraft, tokens, children }: Props) {
  const examples = model?.examples ?? [];
  const set = (change: Partial<Draft>) => onDraft({ ...draft, ...change });
  const chosen = examples.findIndex(
    ({ subject, prompt }) => subject === draft.subject && prompt === draft.prompt,
  );
  return (
    <section aria-labelledby="fact-heading">
      <h2 id="fact-heading">
        <span class="number">2</span> Write a new fact
      </h2>
      <p>
        Say what the model should answer from now on, and what it should go on answering. An example is filled
        in.
      </p>
      {examples.length > 0 && (
        <Choice
          label="Example"
          value={String(chosen)}
          options={[
            ...(chosen < 0 ? [['-1', 'your own']] : []),
            ...examples.map((fact, i) => [String(i), `${questionOf(fact)} … ${fact.target.trim()}`]),
          ]}
          onValue={(value) => examples[Number(value)] && onDraft(draftOf(examples[Number(value)]!))}
        />
      )}
      <div class="row">
        <Text label="About" value={draft.subject} onValue={(subject) => set({ subject })} />
        <Text
          label="Sentence, with {} for the subject"
          value={draft.prompt}
          onValue={(prompt) => set({ prompt })}
        />
        <Text label="New answer" value={draft.target} onValue={(target) => set({ target })} />
      </div>
      <Tokens view={tokens} />
      {children}
      <div class="row">
        <Text
          label="The same in other words, one per line"
          value={draft.paraphrases}
          lines={3}
          onValue={(paraphrases) => set({ paraphrases })}
        />
        <Text
          label="Questions whose answers must not change, one per line"
          value={draft.neighbors}
          lines={3}
          onValue={(neighbors) => set({ neighbors })}
        />
      </div>
    </section>
  );
}

/** How the model reads the sentence, and where it looks the fact up. */
function Tokens({ view }: { readonly view: TokenView | undefined }) {
  if (!view) return null;
  return (
    <div class="tokens">
      <p id="tokens-words">
        The model reads it as {view.tokens.length} tokens
        {view.lookup === undefined ? '.' : ' and looks the fact up at the last one of the subject:'}
      </p>
      <ol aria-labelledby="tokens-words">
        {view.tokens.map((token, i) => (
          <li key={i} class={i === view.lookup ? 'token lookup' : 'token'}>
            <code>{shownToken(token)}</code>
            {i === view.lookup && <span class="lookup-words">looked up here</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Choice({
  label,
  value,
  options,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly string[])[];
  readonly onValue: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Text({
  label,
  value,
  lines,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  readonly lines?: number;
  readonly onValue: (value: string) => void;
}) {
  const id = useId();
  const common = {
    id,
    value,
    autocomplete: 'off' as const,
    spellcheck: false,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  return (
    <div class="field grow">
      <label for={id}>{label}</label>
      {lines ? <textarea {...common} rows={lines} /> : <input {...common} />}
    </div>
  );
}
