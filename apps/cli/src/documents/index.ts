export type { CommandDocument } from './command-document.js';
export { type DocumentField, type FieldTable, fieldTables } from './document-fields.js';
export { documents } from './documents.js';
