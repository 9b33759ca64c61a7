import { useId, useRef, useState } from 'preact/hooks';
import type { OpenModel } from '../protocol.js';
import { ErrorBox } from './error-box.js';
import { ProgressBar } from './progress-bar.js';
import type { Task } from './use-task.js';

interface Props {
  readonly model: OpenModel | undefined;
  readonly task: Task;
  readonly onRetry: () => void;
  /** Goes back to the model that came with the page; left out where it is the one asked for. */
  readonly onShipped?: () => void;
  readonly onFiles: (name: string, files: readonly File[]) => void;
}

/** Which model is open, how far it is, and the way to open another. */
export function ModelPanel({ model, task, onRetry, onShipped, onFiles }: Props) {
  return (
    <section class="model" aria-labelledby="model-heading">
      <h2 id="model-heading">The model</h2>
      {model && <Description model={model} />}
      {task.running && <ProgressBar progress={task.progress} onCancel={task.cancel} />}
      <ErrorBox error={task.error}>
        <button type="button" onClick={onRetry}>
          Try again
        </button>{' '}
        {onShipped && (
          <button type="button" onClick={onShipped}>
            Back to the model of this page
          </button>
        )}
      </ErrorBox>
      <OtherModel onFiles={onFiles} disabled={task.running} />
    </section>
  );
}

function Description({ model }: { readonly model: OpenModel }) {
  const { name, parameters, blocks, architecture, engine, warnings } = model;
  const millions = (parameters / 1e6).toFixed(parameters < 1e7 ? 1 : 0);
  return (
    <>
      <p class="model-line">
        <strong>{name}</strong>: a {architecture} model with {millions} million weights in {blocks} blocks,
        running in this tab on {engine.id === 'webgpu' ? 'your graphics card' : 'your processor'}{' '}
        <span class="faint" title={`${engine.description}. ${engine.reason}`}>
          ({engine.id === 'webgpu' ? 'WebGPU' : 'WebAssembly'})
        </span>
        . Nothing leaves your computer.
      </p>
      {warnings.map(({ code, message }) => (
        <p key={code} class="note">
          {message}
        </p>
      ))}
    </>
  );
}

function OtherModel({
  onFiles,
  disabled,
}: {
  readonly onFiles: Props['onFiles'];
  readonly disabled: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const id = useId();
  const give = (files: readonly File[]) => {
    if (files.length === 0) return;
    const [folder] = files[0]!.webkitRelativePath.split('/');
    onFiles(folder || 'your model', files);
  };
  return (
    <details>
      <summary>Use a model of your own</summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button below beside it */}
      <div
        class={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={async (event) => {
          event.preventDefault();
          setOver(false);
          if (!disabled && event.dataTransfer) give(await droppedFiles(event.dataTransfer));
        }}
      >
        <p id={`${id}-hint`}>
          A folder as Hugging Face writes it: <code>config.json</code>, <code>tokenizer.json</code> and{' '}
          <code>*.safetensors</code>, of a few hundred megabytes at most. A <code>text.txt</code> with
          ordinary text in it makes for better edits. It is read here and sent nowhere.
        </p>
        <label class="button" for={id}>
          Choose a folder
        </label>
        <input
          ref={input}
          id={id}
          class="file"
          type="file"
          disabled={disabled}
          aria-describedby={`${id}-hint`}
          // A folder, in every browser that can choose one; several files elsewhere.
          {...{ webkitdirectory: true }}
          multiple
          onChange={() => {
            give([...(input.current!.files ?? [])]);
            input.current!.value = '';
          }}
        />
        <p>or drop it here.</p>
      </div>
    </details>
  );
}

/** Files dropped, and those at the top of folders dropped. */
async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const files = await Promise.all(entries.map((entry) => (entry ? filesOf(entry) : [])));
  return files.flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [
      await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    ];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return files;
    for (const one of some) if (one.isFile) files.push(...(await filesOf(one)));
  }
}
