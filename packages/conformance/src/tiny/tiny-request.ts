import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { EditRequest, ModelPort } from '@alphaedit/spec';
import { TINY_FACTS, TINY_SETTINGS, TINY_TEMPLATES } from './tiny-edit.js';
import { tinyStatistics } from './tiny-statistics.js';

/** A whole request to edit a tiny model; `changes` replace its parts. */
export async function tinyRequest(
  model: ModelPort,
  changes: Partial<EditRequest> = {},
): Promise<EditRequest> {
  return {
    model,
    facts: TINY_FACTS,
    settings: TINY_SETTINGS,
    templates: TINY_TEMPLATES,
    linalg: createPortableLinearAlgebra(),
    statistics: await tinyStatistics(model),
    ...changes,
  };
}
