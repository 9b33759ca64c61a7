import { readFileSync } from 'node:fs';
import type { EditorName } from '../editor-name.js';
import { renamed } from './renamed.js';

/** The change the example makes, as its doc comment opens with it. */
export const EQUATION = 'Δ = R Kᵀ (K_pK_pᵀ + KKᵀ + βI)⁻¹';

const TEMPLATE = readFileSync(new URL('../../templates/page.md', import.meta.url), 'utf8');

/** The page of a new editor: what it is, its settings, how it is used. */
export const page = (name: EditorName): string => renamed(name, TEMPLATE);
