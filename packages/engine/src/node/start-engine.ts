import { AlphaEditError, EngineError, type Warning } from '@alphaedit/spec';
import { ENGINE_IDS, type Engine, type EngineId } from '../engine.js';
import { ENGINE_CANDIDATES } from './engine-candidates.js';

/** Which engine to start, and how much memory it may take. */
export interface StartEngineOptions {
  /** `auto` takes the first that works. Where left out, the environment variable `ALPHAEDIT_ENGINE` decides. */
  readonly engine?: EngineId | 'auto';
  /** Bytes tensors may hold on the wasm engines, at most 4 GiB. TensorFlow uses what the machine has. */
  readonly memoryLimitBytes?: number;
}

/**
 * Starts a tensor engine in Node: sets the backend of `@tensorflow/tfjs-core`.
 *
 * In order of preference: TensorFlow on a GPU, TensorFlow, WebAssembly with the matrix products of the
 * machine's BLAS, WebAssembly. What is absent is passed over, what is there and fails becomes a warning; the
 * last one needs nothing but npm packages. May be called again to change to another engine.
 *
 * @throws {EngineError} `unknown-engine`; `engine-unavailable` when the one asked for is absent;
 *   `engine-failed` when it is there and does not start
 */
export async function startEngine(options: StartEngineOptions = {}): Promise<Engine> {
  const fromEnvironment = options.engine === undefined && Boolean(process.env.ALPHAEDIT_ENGINE);
  const wanted = options.engine ?? (process.env.ALPHAEDIT_ENGINE || 'auto');
  if (wanted === 'auto') return startFirst(options);
  return startForced(
    wanted,
    fromEnvironment ? `ALPHAEDIT_ENGINE is ${wanted}.` : 'It was asked for.',
    options,
  );
}

async function startFirst(options: StartEngineOptions): Promise<Engine> {
  const passedOver: string[] = [];
  const warnings: Warning[] = [];
  for (const candidate of ENGINE_CANDIDATES) {
    const { id } = candidate;
    const absence = candidate.absence();
    if (absence !== undefined) {
      passedOver.push(`${id}: ${absence}`);
      continue;
    }
    try {
      const engine = await candidate.start(options);
      const others = passedOver.length > 0 ? ` (${passedOver.join('; ')})` : '';
      return {
        ...engine,
        reason: `The fastest engine on this machine${others}.`,
        warnings: [...warnings, ...engine.warnings],
      };
    } catch (error) {
      if (id === 'wasm') throw error;
      const message = oneLine(error);
      passedOver.push(`${id}: failed to start`);
      warnings.push({ code: 'engine-failed', message: `The engine ${id} failed to start: ${message}` });
    }
  }
  throw new Error('The list of engines has no last resort.');
}

async function startForced(id: string, reason: string, options: StartEngineOptions): Promise<Engine> {
  const candidate = ENGINE_CANDIDATES.find((candidate) => candidate.id === id);
  if (candidate === undefined) {
    throw new EngineError({
      code: 'unknown-engine',
      message: `There is no engine "${id}".`,
      hint: `Use one of auto, ${ENGINE_IDS.join(', ')}.`,
      data: { engine: id },
    });
  }
  const absence = candidate.absence();
  if (absence !== undefined) throw unavailable(candidate.id, absence, candidate.howToGet);
  try {
    const engine = await candidate.start(options);
    if (engine.id !== id) throw unavailable(candidate.id, engine.warnings[0]!.message, candidate.howToGet);
    return { ...engine, reason };
  } catch (error) {
    if (AlphaEditError.isInstance(error)) throw error;
    throw new EngineError({
      code: 'engine-failed',
      kind: 'work',
      message: `The engine ${id} failed to start: ${oneLine(error)}`,
      hint: 'Put it in place again with `installNativeEngine({ force: true })`, or leave the choice to `auto`.',
      data: { engine: id },
      cause: error,
    });
  }
}

function unavailable(engine: EngineId, why: string, howToGet: string): EngineError {
  return new EngineError({
    code: 'engine-unavailable',
    message: `The engine ${engine} is not available: ${why}`.replace(/\.?$/, '.'),
    hint: howToGet,
    data: { engine },
  });
}

function oneLine(error: unknown): string {
  return String((error as Error)?.message ?? error).split('\n', 1)[0]!;
}
