import { experiments } from '@alphaedit/lab/experiments';
import type { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { dataDocuments } from './data-documents.js';
import { editDocuments } from './edit-documents.js';
import { experimentDocument } from './experiment-document.js';
import { ledgerDocuments } from './ledger-documents.js';
import { machineDocuments } from './machine-documents.js';
import { measurementDocuments } from './measurement-documents.js';
import { modelDocuments } from './model-documents.js';
import { packDocuments } from './pack-documents.js';
import { statisticsDocuments } from './statistics-documents.js';
import { traceDocuments } from './trace-documents.js';

const ofCommands = {
  ...machineDocuments,
  ...modelDocuments,
  ...statisticsDocuments,
  ...editDocuments,
  ...ledgerDocuments,
  ...packDocuments,
  ...traceDocuments,
  ...measurementDocuments,
  ...dataDocuments,
};

/** What every command prints with `--json`, by its name with a hyphen for a space: `engine-install`. */
export const documents: Readonly<Record<string, readonly CommandDocument[]>> = {
  ...ofCommands,
  ...Object.fromEntries(
    experiments.map(({ name }) => [`experiment-${name}`, [{ schema: experimentDocument }]] as const),
  ),
};

type AnyDepth<T> = T extends object ? { readonly [Key in keyof T]: AnyDepth<T[Key]> } : T;

/** The document a command prints with `--json`, by its name with a hyphen for a space; several are a union. */
export type DocumentOf<Name extends keyof typeof ofCommands> = AnyDepth<
  z.infer<(typeof ofCommands)[Name][number]['schema']>
>;
