import { z } from 'zod';
import { ApiError } from './api-error.js';

/** Text, or parts of it; other parts, such as images, are refused. */
const content = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
]);

const message = z.object({
  // What OpenAI calls the system role of its later models.
  role: z
    .enum(['system', 'developer', 'user', 'assistant'])
    .transform((role) => (role === 'developer' ? 'system' : role)),
  content,
});

/** A field that would change the answer and is not supported: only the value that changes nothing passes. */
const only = <T extends z.ZodType>(value: T) => value.nullish();

const shared = {
  model: z.string().optional(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  n: only(z.literal(1)),
  frequency_penalty: only(z.literal(0)),
  presence_penalty: only(z.literal(0)),
  logit_bias: only(z.strictObject({})),
};

const chatRequest = z.object({
  ...shared,
  messages: z.array(message).min(1),
  max_completion_tokens: z.int().min(1).nullish(),
  logprobs: only(z.literal(false)),
  tools: only(z.array(z.never())),
  functions: only(z.array(z.never())),
  response_format: only(z.object({ type: z.literal('text') })),
});

const completionRequest = z.object({
  ...shared,
  prompt: z.union([z.string(), z.tuple([z.string()]).transform(([text]) => text)]),
  echo: only(z.literal(false)),
  best_of: only(z.literal(1)),
  logprobs: only(z.literal(0)),
  suffix: only(z.literal('')),
});

export type ChatRequest = z.output<typeof chatRequest>;
export type CompletionRequest = z.output<typeof completionRequest>;

export const readChatRequest = (body: unknown): ChatRequest => read(chatRequest, body);
export const readCompletionRequest = (body: unknown): CompletionRequest => read(completionRequest, body);

function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const [issue] = error.issues;
  const param = issue!.path.join('.');
  throw new ApiError(400, `${param || 'The request'}: ${issue!.message}.`, 'invalid_value', param || null);
}
