import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.js';

/** Room for any conversation that fits into a model. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * The JSON of a request. Only a body that says it is JSON is read: a page elsewhere cannot send one without being asked
 * first whether it may.
 *
 * @throws {ApiError} 413, 415, 400
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiError(415, 'The content-type has to be application/json.', 'unsupported_media_type');
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) {
      throw new ApiError(413, `The request has more than ${MOST_BYTES} bytes.`, 'request_too_large');
    }
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch (error) {
    throw new ApiError(400, `The request is not valid JSON: ${(error as Error).message}.`, 'invalid_json');
  }
}
