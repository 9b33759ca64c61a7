export { type CheckModelOptions, checkModel, type ModelCheck } from './node/check/check-model.js';
export type { Edit, EditMeasures, MeasureEditOptions } from './node/edit/edit.js';
export { editFacts } from './node/edit/edit-facts.js';
export { type EditInputs, readEditInputs, readingModel } from './node/edit/edit-inputs.js';
export type { EditFactsOptions } from './node/edit/edit-options.js';
export { type EditEstimate, estimateEdit } from './node/edit/estimate-edit.js';
export { estimateMemory, type MemoryEstimate, type MemoryQuestion } from './node/edit/estimate-memory.js';
export { estimateTime, type TimeEstimate, type TimeQuestion } from './node/edit/estimate-time.js';
export { type EditPreview, previewEdit } from './node/edit/preview-edit.js';
export { readTemplates } from './node/edit/read-templates.js';
export { type ResolvedEditor, resolveEditor } from './node/editors/resolve-editor.js';
export type { AdapterTarget } from './node/export/adapter-targets.js';
export {
  type ExportAdapterOptions,
  type ExportedAdapter,
  exportAdapter,
} from './node/export/export-adapter.js';
export {
  type EditedCheckpoint,
  type ExportEditedCheckpointOptions,
  exportEditedCheckpoint,
} from './node/export/export-edited-checkpoint.js';
export {
  type ExportedGguf,
  type ExportGgufOptions,
  exportGguf,
  type GgufDtype,
} from './node/export/export-gguf.js';
export { type ExportPackOptions, exportPack } from './node/export/export-pack.js';
export type { FactsAfterExport, LostFact } from './node/export/facts-after-export.js';
export type { ExportedPack } from './node/export/write-pack.js';
export { type FactSources, type GivenFacts, sourcesOf } from './node/facts/read-given-facts.js';
export { inFormOfEdits } from './node/model/form-of-edits.js';
export { identityOf } from './node/model/identity-of.js';
export { lineageOf, type ModelLineage } from './node/model/lineage-of.js';
export { type ModelOptions, type OpenedModel, openModel } from './node/model/open-model.js';
export { plannedWeights } from './node/model/planned-weights.js';
export { diffEdits, type EditsDiff } from './node/packs/diff-edits.js';
export { type MergedEdits, type MergeEditsOptions, mergeEdits } from './node/packs/merge-edits.js';
export { applyEdits, deltasOf, type Edits, openEdits } from './node/runs/apply-edits.js';
export { applyRun, openRunOf } from './node/runs/apply-run.js';
export { changeLedger, type LedgerChange, type LedgerChangeOptions } from './node/runs/change-ledger.js';
export { findFacts } from './node/runs/find-facts.js';
export { type ListedFact, listRun } from './node/runs/list-run.js';
export { assertEditsThere, openStack } from './node/runs/open-stack.js';
export { packRun, type ShipOptions } from './node/runs/pack-run.js';
export { PACK_FILE, packFacts, readPack } from './node/runs/read-pack.js';
export { type Replanned, type ReplanOptions, replanRun } from './node/runs/replan-run.js';
export {
  type GivenSettings,
  type ResolvedSettings,
  resolveAllSettings,
  resolveSettings,
  type SettingsSource,
  type SettingsSources,
} from './node/settings/resolve-settings.js';
export {
  type CollectedStatistics,
  type CollectStatisticsOptions,
  checkStatisticsInputs,
  collectStatistics,
} from './node/statistics/collect-statistics.js';
export { type LayerSpectrum, readSpectra } from './node/statistics/read-spectra.js';
export { serving, statisticsFor } from './node/statistics/statistics-for.js';
export type { ArtifactKind, Check, FactStanding, Verification } from './node/verify/verification.js';
export { verify } from './node/verify/verify.js';
export { type VerifyOptions, verifyRun } from './node/verify/verify-run.js';
export { packageVersion } from './node/version.js';
