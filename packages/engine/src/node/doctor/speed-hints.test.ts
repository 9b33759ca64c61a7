import { describe, expect, it } from 'vitest';
import type { EngineId } from '../../engine.js';
import { speedHints } from './speed-hints.js';

const engines = (...available: EngineId[]) =>
  (['tensorflow-gpu', 'tensorflow', 'wasm-blas', 'wasm'] as const).map((id) => ({
    id,
    available: available.includes(id),
  }));
const commands = (request: Parameters<typeof speedHints>[0]) =>
  speedHints(request).map(({ command }) => command);

describe('speedHints', () => {
  const gpu = { name: 'NVIDIA H100', memoryBytes: 80e9 };

  it('has nothing to say where all is in place', () => {
    expect(speedHints({ engines: engines('tensorflow', 'wasm-blas', 'wasm'), hasLapack: true })).toEqual([]);
    expect(speedHints({ engines: engines('tensorflow-gpu', 'wasm'), gpu, hasLapack: true })).toEqual([]);
  });

  it('names the command for each thing that is missing, the most effective first', () => {
    const exists = (path: string) => path === '/usr/bin/dnf';
    expect(commands({ engines: engines('wasm'), gpu, hasLapack: false, platform: 'linux', exists })).toEqual([
      'alphaedit engine install --gpu',
      'alphaedit engine install',
      'sudo dnf install openblas',
    ]);
  });

  it('names the way without root where there is one', () => {
    const request = { engines: engines('tensorflow', 'wasm'), hasLapack: false, platform: 'linux' as const };
    expect(commands({ ...request, blasWheel: true, exists: () => true })).toEqual([
      'alphaedit engine install --only openblas',
    ]);
  });

  it('gives no command where it knows none', () => {
    expect(commands({ engines: engines('tensorflow', 'wasm'), hasLapack: false, platform: 'win32' })).toEqual(
      [undefined],
    );
  });
});
