import { type EditSettings, questionOf } from '@alphaedit/spec';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type {
  AskResult,
  EditResult,
  KeptEdit,
  ModelSource,
  OpenModel,
  TokenView,
  TraceResult,
} from '../protocol.js';
import { AskPanel } from './ask-panel.js';
import { Client } from './client.js';
import { EditPanel } from './edit-panel.js';
import { EditsPanel } from './edits-panel.js';
import { type Draft, draftOf, emptyDraft, FactPanel, factOf } from './fact-panel.js';
import type { Step } from './loss-curve.js';
import { ModelPanel } from './model-panel.js';
import { ProgressBar } from './progress-bar.js';
import { ResultPanel } from './result-panel.js';
import { saveFile } from './save-file.js';
import { TracePanel } from './trace-panel.js';
import { useTask } from './use-task.js';

const here = (path: string) => new URL(path, document.baseURI).href;
const shipped: ModelSource = { kind: 'url', url: here('model/') };

/** The page: a model is opened, asked, edited, asked again. */
export function App() {
  const [client] = useState(() => new Client());
  const [source, setSource] = useState(shipped);
  const [model, setModel] = useState<OpenModel>();
  const [prompt, setPrompt] = useState('');
  const [answer, setAnswer] = useState<AskResult>();
  const [draft, setDraft] = useState(emptyDraft);
  const [tokens, setTokens] = useState<TokenView>();
  const [editor, setEditor] = useState('alphaedit');
  const [compare, setCompare] = useState('');
  const [settings, setSettings] = useState<EditSettings>();
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [result, setResult] = useState<EditResult>();
  const [edits, setEdits] = useState<readonly KeptEdit[]>([]);
  const [trace, setTrace] = useState<TraceResult>();
  const [said, say] = useState('');
  const [opening, statistics, asking, editing, keeping] = [
    useTask(),
    useTask(),
    useTask(),
    useTask(),
    useTask(),
  ];
  const tracing = useTask();
  const resultHeading = useRef<HTMLHeadingElement>(null);

  const ask = useCallback(
    async (text: string) => {
      const answered = await asking.run((options) => client.call('ask', { prompt: text }, options));
      if (!answered) return;
      setAnswer(answered);
      const { before, after } = answered;
      say(after ? `Before the edit: ${before.text}. Now: ${after.text}.` : `The model says: ${before.text}.`);
    },
    [client, asking.run],
  );

  const open = useCallback(
    async (from: ModelSource) => {
      setSource(from);
      setModel(undefined);
      setAnswer(undefined);
      setResult(undefined);
      setEdits([]);
      setSteps([]);
      setTrace(undefined);
      const engine = new URLSearchParams(location.search).get('engine') === 'wasm' ? 'wasm' : 'auto';
      const opened = await opening.run((options) =>
        client.call('open', { source: from, engine, wasmUrl: here('wasm/') }, options),
      );
      if (!opened) return;
      setModel(opened);
      setSettings(opened.settings);
      const first = opened.examples[0] ? draftOf(opened.examples[0]) : emptyDraft;
      setDraft(first);
      const question = questionOf(first);
      setPrompt(question);
      await ask(question);
      await statistics.run((options) => client.call('statistics', {}, options));
    },
    [client, opening.run, statistics.run, ask],
  );

  useEffect(() => {
    open(shipped);
  }, [open]);

  useEffect(() => {
    if (!model) return;
    const { prompt, subject } = draft;
    client.call('tokens', { prompt, subject }).then(setTokens, () => setTokens(undefined));
  }, [client, model, draft]);

  const traceIt = async () => {
    setTrace(undefined);
    const { prompt, subject } = draft;
    const found = await tracing.run((options) => client.call('trace', { prompt, subject }, options));
    if (!found) return;
    setTrace(found);
    say('The answer is traced.');
  };

  const edit = async () => {
    setSteps([]);
    setResult(undefined);
    say('The edit is being made.');
    const request = { fact: factOf(draft), editor, compare: compare || undefined, settings: settings! };
    const done = await editing.run(({ signal, onProgress }) =>
      client.call('edit', request, {
        signal,
        onProgress(progress) {
          onProgress(progress);
          const { figures } = progress;
          if (figures) setSteps((earlier) => [...earlier, figures as unknown as Step]);
        },
      }),
    );
    if (!done) return;
    setResult(done);
    setEdits(done.edits);
    requestAnimationFrame(() => resultHeading.current?.focus());
    await ask(prompt);
  };

  const undo = async () => {
    const left = await keeping.run(() => client.call('undo', {}));
    if (!left) return;
    setEdits(left);
    setResult(undefined);
    setSteps([]);
    say('The last edit is undone.');
    await ask(prompt);
  };

  const downloadPack = async (withFacts: boolean) => {
    const bytes = await keeping.run(() => client.call('pack', { withFacts }));
    if (!bytes) return;
    saveFile('edit-pack.safetensors', bytes);
    say('The edit pack is saved.');
  };

  const openPack = async (file: File) => {
    const all = await keeping.run(async (options) =>
      client.call('openPack', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, options),
    );
    if (!all) return;
    setEdits(all);
    setResult(undefined);
    say('The edit pack lies over the model now.');
    await ask(prompt);
  };

  const changeDraft = (next: Draft) => {
    setDraft(next);
    setTrace(undefined);
    setPrompt(questionOf(next));
  };

  return (
    <>
      <header>
        <h1>Change what a language model knows</h1>
        <p>
          This page runs a real language model in your browser tab. Ask it something, write a fact that it
          should believe instead, and see what changes and what does not. The change is computed from the
          model’s own weights by <em>AlphaEdit</em>: no training, a few seconds, and it can be undone.
        </p>
      </header>
      <main>
        <ModelPanel
          model={model}
          task={opening}
          onRetry={() => open(source)}
          onShipped={source === shipped ? undefined : () => open(shipped)}
          onFiles={(name, files) => open({ kind: 'files', name, files })}
        />
        {statistics.running && !editing.running && (
          <div class="background">
            <ProgressBar progress={statistics.progress} />
          </div>
        )}
        <AskPanel
          prompt={prompt}
          onPrompt={setPrompt}
          onAsk={() => ask(prompt)}
          ready={model !== undefined}
          task={asking}
          result={answer}
        />
        <FactPanel model={model} draft={draft} onDraft={changeDraft} tokens={tokens}>
          <TracePanel
            trace={trace}
            layers={settings?.layers ?? []}
            ready={model !== undefined && !editing.running}
            task={tracing}
            onTrace={traceIt}
          />
        </FactPanel>
        <EditPanel
          model={model}
          editor={editor}
          compare={compare}
          settings={settings}
          target={draft.target}
          steps={steps}
          task={editing}
          onEditor={(id) => {
            setEditor(id);
            if (id === compare) setCompare('');
          }}
          onCompare={setCompare}
          onSettings={setSettings}
          onEdit={edit}
        />
        {result && <ResultPanel result={result} headingRef={resultHeading} />}
        <EditsPanel
          edits={edits}
          ready={model !== undefined && !editing.running}
          task={keeping}
          onUndo={undo}
          onDownload={downloadPack}
          onOpenPack={openPack}
        />
        <p class="unseen" role="status">
          {said}
        </p>
      </main>
    </>
  );
}
