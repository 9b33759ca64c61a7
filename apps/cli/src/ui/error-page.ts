/**
 * Where the documentation explains an error code: a path within it, or a whole address where
 * `ALPHAEDIT_DOCS` says at which address the documentation is.
 */
export function errorPage(code: string, docs: string | undefined = process.env.ALPHAEDIT_DOCS): string {
  const page = `errors/${code}`;
  return docs ? `${docs.replace(/\/+$/, '')}/${page}.html` : page;
}
