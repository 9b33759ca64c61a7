/** A word as it must be typed into a POSIX shell. */
const quoted = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The command line of this process as it can be typed again. */
export const commandLine = (words: readonly string[] = process.argv.slice(2)): string =>
  ['alphaedit', ...words.map(quoted)].join(' ');
