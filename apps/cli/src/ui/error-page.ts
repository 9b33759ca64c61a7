/**
 * Where the documentation explains an error code: a path within it, or a whole address where
 * `ALPHAEDIT_DOCS` says at which address the documentation is. It has no page about the code of another package.
 */
export function errorPage(
  code: string,
  docs: string | undefined = process.env.ALPHAEDIT_DOCS,
): string | undefined {
  if (code.includes('/')) return undefined;
  const page = `errors/${code}`;
  return docs ? `${docs.replace(/\/+$/, '')}/${page}.html` : page;
}
