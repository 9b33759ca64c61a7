/**
 * A prompt cut at the places of its subject: n places make n + 1 pieces, as they are read by a model.
 *
 * `{}` is a place. `{{}}` stands for the text `{}`, and `{{{}}}` for a place between braces: where both an
 * opening and a closing brace more stand at `{}`, braces are halved, as in Python's format strings. All other
 * braces are text.
 *
 * @example promptPieces('let x = {{}}; {} lives in') // ['let x = {}; ', ' lives in']
 */
export function promptPieces(prompt: string): string[] {
  const pieces: string[] = [];
  let text = '';
  let from = 0;
  for (let at = prompt.indexOf('{}'); at >= 0; at = prompt.indexOf('{}', from)) {
    let start = at;
    while (start > from && prompt[start - 1] === '{') start--;
    let end = at + 2;
    while (prompt[end] === '}') end++;
    const opening = at + 1 - start;
    const closing = end - at - 1;
    text += prompt.slice(from, start);
    from = end;
    if (opening > 1 && closing > 1 && opening % 2 === closing % 2) {
      const place = opening % 2 === 1;
      text += '{'.repeat(Math.floor(opening / 2));
      if (place) {
        pieces.push(text);
        text = '';
      }
      text += '}'.repeat(Math.floor(closing / 2));
    } else {
      pieces.push(text + '{'.repeat(opening - 1));
      text = '}'.repeat(closing - 1);
    }
  }
  pieces.push(text + prompt.slice(from));
  return pieces;
}

/**
 * The prompt of which these are the pieces: `promptPieces(promptOf(pieces))` is `pieces`.
 *
 * @example promptOf(['let x = {}; ', ' lives in']) // 'let x = {{}}; {} lives in'
 */
export function promptOf(pieces: readonly string[]): string {
  return pieces.map(escaped).reduce((before, after) => {
    const opening = braces(before, '{', -1);
    const closing = braces(after, '}', 1);
    if (opening === 0 || closing === 0) return `${before}{}${after}`;
    return `${before}${'{'.repeat(opening)}{}${'}'.repeat(closing)}${after}`;
  });
}

/**
 * A prompt put into a text that has `{}` at the place of the prompt; the subject's place stays.
 *
 * @example promptInContext('It rains. {}', '{} lives in') // 'It rains. {} lives in'
 */
export function promptInContext(context: string, prompt: string): string {
  const [before, ...after] = promptPieces(context);
  const pieces = promptPieces(prompt);
  pieces[0] = `${before}${pieces[0]}`;
  pieces[pieces.length - 1] += after.join('{}');
  return promptOf(pieces);
}

/** Braces of the text that would read as a place are doubled. */
function escaped(text: string): string {
  let out = '';
  let from = 0;
  for (let at = text.indexOf('{}'); at >= 0; at = text.indexOf('{}', from)) {
    let start = at;
    while (start > from && text[start - 1] === '{') start--;
    let end = at + 2;
    while (text[end] === '}') end++;
    out += text.slice(from, start) + '{'.repeat(2 * (at + 1 - start)) + '}'.repeat(2 * (end - at - 1));
    from = end;
  }
  return out + text.slice(from);
}

/** How many braces of one kind a text ends in (step −1) or begins with (step 1). */
function braces(text: string, brace: string, step: 1 | -1): number {
  let count = 0;
  for (let at = step === 1 ? 0 : text.length - 1; text[at] === brace; at += step) count++;
  return count;
}
