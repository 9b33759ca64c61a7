import type { EditorName } from '../editor-name.js';
import { EQUATION } from './page.js';

/** What the changelog of the package will say. */
export const changeset = ({ id }: EditorName): string => `---
"@alphaedit/editors": minor
---

\`${id}\`, an editor: ${EQUATION}.
`;
