import type { Work } from '@alphaedit/spec';

/** Work that the page follows and can stop. */
export type FollowedWork = Work & Required<Pick<Work, 'signal' | 'onProgress'>>;
