/** What a token is to the question. Each token has one role; those before the subject have none. */
export const TOKEN_ROLES = [
  'subjectFirst',
  'subjectMiddle',
  'subjectLast',
  'firstSubsequent',
  'further',
  'last',
] as const;

/** What a token of the prompt is to its subject. */
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** As figures name them. */
export const ROLE_NAMES: Readonly<Record<TokenRole, string>> = {
  subjectFirst: 'first subject token',
  subjectMiddle: 'middle subject tokens',
  subjectLast: 'last subject token',
  firstSubsequent: 'first subsequent token',
  further: 'further tokens',
  last: 'last token',
};

/**
 * The role of each token. A role a prompt has no token for is left out of its averages: the only token of a
 * subject is its last one; the only token behind a subject is the prompt's last one; and where a prompt ends
 * with its subject, that token counts as the last one of the prompt, which reads the answer off.
 */
export function tokenRoles(
  tokens: number,
  { first, end }: { readonly first: number; readonly end: number },
): (TokenRole | undefined)[] {
  return Array.from({ length: tokens }, (_, token) => {
    if (token < first) return undefined;
    if (token === tokens - 1) return 'last';
    if (token === end - 1) return 'subjectLast';
    if (token < end) return token === first ? 'subjectFirst' : 'subjectMiddle';
    return token === end ? 'firstSubsequent' : 'further';
  });
}
