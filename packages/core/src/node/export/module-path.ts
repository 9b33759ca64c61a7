import { architectures } from '@alphaedit/model';

/**
 * Path of the module a weight belongs to in the Python model: its name without `.weight`, behind the prefix of the
 * family where the checkpoint leaves it out (GPT-2's own names begin at `h.0`).
 */
export function modulePath(parameter: string, modelType: string): string {
  const module = parameter.replace(/\.weight$/, '');
  const prefixes = architectures.find(({ modelTypes }) => modelTypes.includes(modelType))?.prefixes ?? [''];
  const [whole = ''] = prefixes;
  return module.startsWith(whole) ? module : whole + module;
}
