import { expect, it } from 'vitest';
import { WrittenText } from './written-text.js';

/** A token is a byte. */
const decode = (ids: readonly number[]) => new TextDecoder().decode(Uint8Array.from(ids));

function written(text: string, stop: readonly string[] = []) {
  const pieces: string[] = [];
  const writer = new WrittenText(decode, stop, (piece) => pieces.push(piece));
  for (const byte of new TextEncoder().encode(text)) if (writer.take(byte)) break;
  writer.finish();
  expect(pieces.join('')).toBe(writer.text);
  return { pieces, text: writer.text, stopped: writer.stopped };
}

it('tells a character when all its bytes are there', () => {
  expect(written('a東🎉').pieces).toEqual(['a', '東', '🎉']);
});

it('holds back what may be a stop text, and ends before one', () => {
  expect(written('ab##c', ['##!'])).toEqual({ pieces: ['a', 'b', '##c'], text: 'ab##c', stopped: false });
  expect(written('ab##!c', ['x', '##!'])).toEqual({ pieces: ['a', 'b'], text: 'ab', stopped: true });
  expect(written('ab#', ['##!']).text).toBe('ab#');
});

it('tells what bytes are no character in the end', () => {
  const writer = new WrittenText(decode, []);
  writer.take(0xe6);
  writer.finish();
  expect(writer.text).toBe('\ufffd');
});
