import { afterEach, describe, expect, it, vi } from 'vitest';
import { blasCandidates } from './blas-candidates.js';

/** A fresh copy of the module: it searches once per process. */
async function load(env: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return (await import('./load-blas.js')).loadBlas;
}

afterEach(() => vi.unstubAllEnvs());

describe('loadBlas', () => {
  it('finds nothing where none is wanted', async () => {
    expect((await load({ ALPHAEDIT_BLAS: 'none' }))()).toBeUndefined();
  });

  it('says so when the library asked for is not one', async () => {
    const loadBlas = await load({ ALPHAEDIT_BLAS: '/no/such/library.so' });
    expect(loadBlas).toThrow(expect.objectContaining({ code: 'blas-not-loadable' }));
  });

  it('leaves the environment as it was', async () => {
    const loadBlas = await load({ ALPHAEDIT_BLAS: '' });
    const before = { ...process.env };
    const blas = loadBlas();
    expect({ ...process.env }).toEqual(before);
    expect(loadBlas()).toBe(blas);
  });
});

describe('blasCandidates', () => {
  it('asks nobody else when the environment names a library', () => {
    expect(blasCandidates({ ALPHAEDIT_BLAS: '/opt/blas.so' }, 'linux')).toEqual(['/opt/blas.so']);
    expect(blasCandidates({ ALPHAEDIT_BLAS: 'none' }, 'linux')).toEqual([]);
  });

  it('knows the names of each platform, an active conda environment first', () => {
    expect(blasCandidates({}, 'linux')[0]).toBe('libopenblas.so.0');
    expect(blasCandidates({}, 'darwin')[0]).toContain('Accelerate');
    expect(blasCandidates({ CONDA_PREFIX: '/conda' }, 'darwin')[0]).toBe('/conda/lib/libopenblas.dylib');
    expect(blasCandidates({}, 'win32')).toContain('openblas.dll');
  });

  it('prefers the one that was installed for this package to those of the system', () => {
    expect(blasCandidates({}, 'linux', '/own.so').slice(0, 2)).toEqual(['/own.so', 'libopenblas.so.0']);
    expect(blasCandidates({}, 'win32', '/own.dll')[0]).toBe('/own.dll');
    expect(blasCandidates({ ALPHAEDIT_BLAS: 'none' }, 'linux', '/own.so')).toEqual([]);
  });
});
