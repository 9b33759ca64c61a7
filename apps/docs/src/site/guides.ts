/** The guides in reading order: file name in `content/guide` and the short title of the side bar. */
export const GUIDES = [
  ['what-is-model-editing', 'What editing is'],
  ['first-edit', 'Your first edit'],
  ['own-checkpoint', 'Your own checkpoint'],
  ['chat-models', 'Edit a chat model'],
  ['from-gguf', 'From a GGUF file'],
  ['ollama', 'Use it in Ollama'],
  ['vllm', 'Serve it with vLLM'],
  ['choosing-layers', 'Choosing layers'],
  ['choosing-an-editor', 'Choosing an editor'],
  ['sequential-editing', 'Sequential editing'],
  ['when-an-edit-does-not-take', 'When an edit does not take'],
  ['keeping-up-to-date', 'Keeping a model up to date'],
  ['null-space', 'Statistics and the null space'],
  ['evaluating', 'Evaluating honestly'],
  ['facts-as-tests', 'Facts as tests'],
  ['packs-as-patches', 'Packs as patches'],
  ['private-facts', 'Private facts'],
  ['mathematics', 'The mathematics'],
] as const;

/** Guides that are kept beside what they are about, as their paths in the repository. */
export const ADOPTED_GUIDES = [
  ['editors-measured', 'Editors measured', 'results/bench/README.md'],
  ['speed', 'Speed', 'results/speed/README.md'],
  ['torture', 'Torture tests', 'results/torture/README.md'],
  ['memory', 'Memory', 'packages/model/docs/memory.md'],
  ['contributing-an-editor', 'Contributing an editor', 'packages/editors/docs/contributing-an-editor.md'],
  ['adding-an-architecture', 'Adding an architecture', 'packages/model/docs/adding-an-architecture.md'],
] as const;
