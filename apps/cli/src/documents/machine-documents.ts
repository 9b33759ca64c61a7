import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { bytes, count, seconds, warnings } from './shapes.js';

const doctor = z.strictObject({
  engine: z.string().describe('the engine that was chosen'),
  engineDescription: z.string().describe('the same for people'),
  engineReason: z.string().describe('why this one'),
  engines: z
    .array(
      z.strictObject({
        id: z.string().describe('`tensorflow-gpu`, `tensorflow`, `wasm-blas` or `wasm`'),
        available: z.boolean().describe('whether it would start here'),
        why: z.string().optional().describe('why it would not'),
        howToGet: z.string().optional().describe('what to do to get it'),
      }),
    )
    .describe('all engines, best first'),
  node: z.string().describe('version of Node'),
  platform: z.string().describe('operating system and processor, `linux-x64`'),
  cores: count('processors this process may use'),
  memoryBytes: bytes('memory this process may use'),
  freeMemoryBytes: bytes('memory that is free'),
  gpu: z
    .strictObject({ name: z.string().describe('its name'), memoryBytes: bytes('its memory') })
    .optional()
    .describe('the first NVIDIA GPU, where there is one'),
  blas: z
    .strictObject({
      path: z.string().describe('its file'),
      description: z.string().describe('what it is'),
      hasLapack: z.boolean().describe('whether it has decompositions as well as products'),
    })
    .optional()
    .describe("the system's BLAS, where one was found"),
  matmulGflops: z.number().describe("the engine's float32 matrix product, 10⁹ operations a second"),
  linalg: z
    .strictObject({
      provider: z.string().describe('`lapack`, `tensorflow` or `portable`'),
      matmulGflops: z.number().describe('its float64 matrix product, 10⁹ operations a second'),
      eigh14336: z
        .strictObject({
          bytes: bytes('memory it takes'),
          seconds: seconds('time it takes'),
          fits: z.boolean().describe('whether the memory is there'),
        })
        .describe('what the eigen-decomposition of the largest published second moment would take'),
    })
    .describe('linear algebra in float64'),
  hints: z
    .array(
      z.strictObject({
        message: z.string().describe('what and why'),
        command: z.string().optional().describe('what to type, where a command does it'),
      }),
    )
    .describe('what would make it faster, the most effective first'),
  warnings,
});

const engineInstall = z.strictObject({
  blas: z
    .strictObject({
      path: z.string().describe('the library'),
      by: z.enum(['already-installed', 'wheel']).describe("how it got there: it was, or from scipy's wheel"),
    })
    .optional()
    .describe('the BLAS with LAPACK that is in place now; absent where none could be had'),
  engine: z.string().optional().describe('the engine that is in place now; absent with `--only openblas`'),
  by: z
    .enum(['already-installed', 'package', 'wheel'])
    .optional()
    .describe("how it got there: it was, as its package does it, or from TensorFlow's wheel"),
  version: z.string().optional().describe('version of TensorFlow'),
  packageDir: z.string().optional().describe('folder of the package it is in'),
});

export const machineDocuments = {
  doctor: [{ schema: doctor }],
  'engine-install': [{ schema: engineInstall }],
} satisfies Record<string, CommandDocument[]>;
