/** `text` in at most `length` characters, its end given up for an ellipsis. Counts code points. */
export function clip(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, Math.max(0, length - 1)).join('')}…`;
}

/** `text` in lines of at most `length` characters, broken between words; a longer word is clipped. */
export function wrap(text: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && [...last].length + 1 + [...word].length <= length)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(clip(word, length));
  }
  return lines;
}

/** Vega's own guess of a text's width without a canvas, which legends and titles of axes are laid out with. */
export const guessedWidth = (characters: number, fontSize: number): number => 0.8 * fontSize * characters;
