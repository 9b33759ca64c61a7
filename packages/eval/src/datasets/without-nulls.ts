/** A JSON value without what is null: fields are left out, entries of lists are empty texts (their place counts). */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => (entry === null ? '' : withoutNulls(entry)));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field)]));
}
