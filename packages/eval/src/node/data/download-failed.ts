import { DatasetError } from '@alphaedit/spec';

/** The error of a download that failed at every attempt, or whose answer no further attempt makes better. */
export const downloadFailed = (url: string, cause: Error): DatasetError =>
  new DatasetError({
    code: 'download-failed',
    message: `${url} could not be fetched: ${cause.message}.`,
    hint: 'Ask for it again to continue, or give a mirror as `base`.',
    kind: 'work',
    data: { url },
    cause,
  });

/** The error of a download that the server refuses. */
export const downloadRefused = (url: string, status: number): DatasetError =>
  new DatasetError({
    code: 'download-failed',
    message: `${url} could not be fetched: the server answered ${status}.`,
    hint: status === 404 ? 'Check the address, or give a mirror as `base`.' : 'Try again later.',
    kind: 'work',
    data: { url, status },
  });
