import { askedFact, askedPrompt } from '../asked-prompt.js';
import { continuationText } from '../continuation-text.js';
import type { Fact } from '../fact.js';
import type { TokenizerPort } from '../tokenizer.js';
import { emptyText } from './check-question.js';
import type { Finding } from './fact-problem.js';
import { promptPieces } from './prompt-pieces.js';
import { questionOf } from './question-of.js';
import { quoted } from './quoted.js';

/** The model that shall read the facts. */
export interface ReadingModel {
  /** To see whether it can spell the texts. */
  readonly tokenizer?: TokenizerPort;
  /** Most tokens it takes. */
  readonly contextLength?: number;
  /** Texts that prompts are put into, each with `{}` at the place of the prompt. */
  readonly templates?: readonly string[];
}

/** Tokens by which a whole may differ from the sum of its parts. */
const SEAMS = 8;

/** What a model's tokenizer and context length make of a fact. */
export function tokensCheck({
  tokenizer,
  contextLength,
  templates,
}: ReadingModel): (fact: Fact) => Finding[] {
  if (!tokenizer) return () => [];
  const fits = lengthCheck(tokenizer, contextLength, templates);
  return (given) => {
    const fact = askedFact(tokenizer, given);
    const texts = { subject: fact.subject, prompt: questionOf(fact), target: fact.target };
    const fields = Object.keys(texts) as (keyof typeof texts)[];
    return [...fields.flatMap((field) => spelling(tokenizer, field, texts[field])), ...fits(fact)];
  };
}

const EMPTY = { subject: 'empty-subject', prompt: 'empty-prompt', target: 'empty-target' } as const;

function spelling(tokenizer: TokenizerPort, field: 'subject' | 'prompt' | 'target', text: string): Finding[] {
  const ids = tokenizer.encode(text, { specialTokens: false });
  if (ids.length === 0) {
    const hint = 'Give a text that the tokenizer of this model knows.';
    return [emptyText(EMPTY[field], field, `the ${field} ${quoted(text)} makes no tokens`, hint)];
  }
  const read = tokenizer.decode(ids, { skipSpecialTokens: true });
  if (letters(read) === letters(text)) return [];
  return [
    {
      severity: 'warning',
      code: 'text-not-spelled',
      message: `the tokenizer cannot spell the ${field} ${quoted(text)}: the model reads ${quoted(read)}`,
      hint: 'Write it in characters that the model knows, without the names of special tokens.',
      field,
    },
  ];
}

/** What tokenizers may change without loss: blanks, and forms of letters that mean the same. */
const letters = (text: string) => text.normalize('NFKC').replace(/\s/g, '');

function lengthCheck(
  tokenizer: TokenizerPort,
  contextLength = Number.POSITIVE_INFINITY,
  templates: readonly string[] = ['{}'],
): (fact: Fact) => Finding[] {
  const count = (text: string) => tokenizer.encode(askedPrompt(tokenizer, text)).length;
  const around = templates.map(promptPieces);
  const longest = around.length === 0 ? 0 : Math.max(...around.map((pieces) => count(pieces.join(' '))));
  return (fact) => {
    const question = questionOf(fact);
    const asked = question + continuationText(question, fact.target);
    // Parts make as many tokens as the whole, give or take a few where they meet.
    if (longest + count(asked) + SEAMS <= contextLength) return [];
    const tokens = Math.max(...around.map((pieces) => count(pieces.join(asked))));
    if (tokens <= contextLength) return [];
    return [
      {
        severity: 'error',
        code: 'context-exceeded',
        message: `its prompt and target have ${tokens} tokens with the texts around them; the model takes ${contextLength}`,
        hint: 'Shorten the prompt or the target.',
        field: 'prompt',
        data: { tokens, contextLength },
      },
    ];
  };
}
