export type { CommandDocument } from './command-document.js';
export { type DocumentField, type FieldTable, fieldTables } from './document-fields.js';
export { type DocumentOf, documents } from './documents.js';
