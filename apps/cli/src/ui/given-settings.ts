import type { SettingsSource } from '@alphaedit/core/node';
import { SettingsError } from '@alphaedit/spec';

/** What `--settings FILE` and `--set name=value` give, in that order. @throws {SettingsError} `settings-invalid` */
export function givenSettings({
  settings,
  set = [],
}: {
  readonly settings?: string;
  readonly set?: readonly string[];
}): readonly SettingsSource[] {
  const pairs = set.map(assignment);
  const twice = pairs.find(([name], i) => pairs.findIndex(([other]) => other === name) < i)?.[0];
  if (twice !== undefined) {
    throw new SettingsError({
      code: 'settings-invalid',
      message: `--set ${twice}=… is given twice.`,
      hint: 'Give each setting one value.',
      data: { source: '--set', setting: twice },
    });
  }
  const named = Object.fromEntries(pairs);
  return [...(settings === undefined ? [] : [settings]), ...(set.length > 0 ? [named] : [])];
}

/** `layers=1,2,3` or `zSteps=20` as name and value. */
function assignment(text: string): [string, unknown] {
  const at = text.indexOf('=');
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 1 || value === '') {
    throw new SettingsError({
      code: 'settings-invalid',
      message: `--set ${text}: it must be name=value.`,
      hint: 'For example --set zSteps=20.',
      data: { source: '--set' },
    });
  }
  const items = value.replace(/^\[|\]$/g, '').split(',');
  // `Number` takes an empty text for 0: such an item stays text and is refused by name.
  const numbers = items.map((item) =>
    item.trim() === '' || Number.isNaN(Number(item)) ? item : Number(item),
  );
  if (name !== 'layers' && (value === 'true' || value === 'false')) return [name, value === 'true'];
  return [name, name === 'layers' ? numbers : numbers.length === 1 ? numbers[0] : value];
}
