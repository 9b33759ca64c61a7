import * as kit from '@alphaedit/conformance';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { ModelPort } from '@alphaedit/spec';

export {
  TINY_FACTS as facts,
  TINY_SETTINGS as settings,
  TINY_TEMPLATES as templates,
  tinyRequest,
  tinySecondMoment as secondMoment,
} from '@alphaedit/conformance';

export const linalg = createPortableLinearAlgebra();

export const tinyModel = (embedding = 1): Promise<ModelPort> => kit.tinyModel({ embedding });
