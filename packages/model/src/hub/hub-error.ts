import { CheckpointError, type ErrorOptionsWithData } from '@alphaedit/spec';

/** What fetching a checkpoint from a hub can fail with. */
export type HubErrorCode =
  | 'model-id'
  | 'model-not-pulled'
  | 'hub-unauthorized'
  | 'hub-not-found'
  | 'hub-unreachable'
  | 'hub-response'
  | 'hub-no-safetensors'
  | 'download-corrupt';

/** A `CheckpointError` about a hub or its downloads. */
export const hubError = (options: ErrorOptionsWithData & { readonly code: HubErrorCode }): CheckpointError =>
  new CheckpointError(options);
