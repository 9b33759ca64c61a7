import type { CoreWork } from '@alphaedit/core';
import type { ModelOptions } from '@alphaedit/core/node';

/** Work on models the laboratory opens by itself: how it opens them, and who hears how far it has come. */
export type LabWork = CoreWork & ModelOptions;
