/**
 * The lines between `#region name` and `#endregion name` of a source text, without their common indent; the
 * whole text where no region is asked for. Marker lines are left out of both.
 *
 * @throws {Error} for a region that is missing, empty or not closed
 */
export function readRegion(text: string, region: string | undefined, path: string): string {
  const lines = text.split('\n');
  const marker = (kind: string) => (line: string) =>
    new RegExp(`^\\s*(?://|#|<!--)\\s*#${kind}\\s+${region}\\s*(?:-->)?$`).test(line);
  const isMarker = (line: string) => /^\s*(?:\/\/|#|<!--)\s*#(?:end)?region\b/.test(line);
  if (region === undefined) return dedent(lines.filter((line) => !isMarker(line)));
  const from = lines.findIndex(marker('region'));
  const to = lines.findIndex(marker('endregion'));
  if (from < 0 || to < from) throw new Error(`${path} has no closed region "${region}".`);
  const kept = lines.slice(from + 1, to).filter((line) => !isMarker(line));
  if (kept.every((line) => line.trim() === '')) throw new Error(`Region "${region}" of ${path} is empty.`);
  return dedent(kept);
}

function dedent(lines: readonly string[]): string {
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return lines
    .map((line) => line.slice(common))
    .join('\n')
    .replace(/^\n+|\s+$/g, '');
}
