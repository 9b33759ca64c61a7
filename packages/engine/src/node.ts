export type { Engine, EngineId, EngineMemory } from './engine.js';
export { type Diagnosis, doctor } from './node/doctor/doctor.js';
export type { Gpu } from './node/doctor/find-gpu.js';
export { matmulRate } from './node/doctor/matmul-rate.js';
export type { Hint } from './node/doctor/speed-hints.js';
export {
  ensureBlas,
  hasBlasWheel,
  type InstallBlasOptions,
  type InstalledBlas,
  installBlas,
} from './node/install/install-blas.js';
export {
  type InstallOptions,
  type InstallResult,
  installNativeEngine,
} from './node/install/install-native-engine.js';
export { type EngineStatus, listEngines } from './node/list-engines.js';
export { type StartEngineOptions, startEngine } from './node/start-engine.js';
