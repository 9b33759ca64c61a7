import { AlphaEditError } from '@alphaedit/spec';
import { errorWords } from '../ui/error-words.js';

/** What goes wrong with a request, in the form of OpenAI's errors. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string,
    /** The field of the request it is about. */
    readonly param: string | null = null,
  ) {
    super(message);
  }
}

/** Names OpenAI has for what this project calls otherwise. */
const CODES: Readonly<Record<string, string>> = { 'prompt-too-long': 'context_length_exceeded' };

/** Whatever was thrown, as an error to answer with. What the client can mend is a 400. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const { code, message, hint } = errorWords(error)!;
  const mendable = AlphaEditError.isInstance(error) && error.kind === 'input';
  return new ApiError(mendable ? 400 : 500, `${message} ${hint}`, CODES[code] ?? code.replaceAll('-', '_'));
}

/** The body of an answer that tells of an error. */
export const errorBody = ({ status, message, code, param }: ApiError) => ({
  error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param, code },
});
