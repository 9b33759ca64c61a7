import { planEdit } from '@alphaedit/editors';
import type { Editor, EditorSetting, EditRequest } from '@alphaedit/spec';
import { AlphaEditError } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { type EditorBench, planOf } from '../editor-bench.js';

/** Settings it does not have are refused, those it has are described soundly, and it reads no other. */
export async function settings(bench: EditorBench): Promise<void> {
  const editor = await bench.editor();
  const own = editor.settings ?? {};
  const request = await bench.request();
  await ensureRefused(editor, request, 'no-such-setting', 1);
  for (const [name, setting] of Object.entries(own)) {
    ensure(
      !(name in request.settings),
      `"${name}" is a setting of its own and one that all editors share.`,
      'Use the shared one, or choose another name.',
    );
    ensure(
      setting.meaning.trim() !== '',
      `Setting "${name}" has no meaning.`,
      'Say in one line what it does.',
    );
    await ensureRefused(editor, request, name, outside(setting));
  }
  const read = new Set<string>();
  const noting: Editor = {
    ...editor,
    doPlan: (given) =>
      editor.doPlan({
        ...given,
        settings: noted(given.settings, read),
        editorSettings: noted(given.editorSettings ?? {}, read),
      }),
  };
  planOf(await bench.observe({ editor: noting }));
  const unknown = [...read].filter((name) => !(name in own) && !SHARED.has(name));
  ensure(
    unknown.length === 0,
    `doPlan reads ${unknown.map((name) => `"${name}"`).join(', ')}, which it does not declare.`,
    'Describe it in `settings`, so that planEdit checks it and fills in the default.',
  );
}

const SHARED = new Set([
  'layers',
  'zSteps',
  'zLearningRate',
  'zLossLayer',
  'zWeightDecay',
  'clampNormFactor',
  'klFactor',
  'mom2UpdateWeight',
  'nullSpaceThreshold',
  'nullSpaceKeepTrace',
  'L2',
]);

async function ensureRefused(
  editor: Editor,
  request: EditRequest,
  name: string,
  value: unknown,
): Promise<void> {
  const given = { ...request.editorSettings, [name]: value } as EditRequest['editorSettings'];
  const refusal = await planEdit(editor, { ...request, editorSettings: given }).catch(
    (error: unknown) => error,
  );
  ensure(
    AlphaEditError.isInstance(refusal) && refusal.kind === 'input',
    `${name} = ${JSON.stringify(value)} was not refused.`,
    'Describe the settings of its own in `settings`: type, default, bounds.',
    refusal,
  );
}

/** A value the description excludes. */
function outside({ type }: EditorSetting): unknown {
  return type === 'boolean' ? 'perhaps' : type === 'choice' ? 'no-such-choice' : Number.NaN;
}

/** Notes the names read; symbols and what serialisers look for are no settings. */
function noted<T extends object>(settings: T, names: Set<string>): T {
  return new Proxy(settings, {
    get(target, name, receiver) {
      if (typeof name === 'string' && name !== 'toJSON') names.add(name);
      return Reflect.get(target, name, receiver);
    },
  });
}
