/** Options of the library, with the flags that give them. */
const FLAGS: Readonly<Record<string, string>> = {
  base: '--base',
  batchSize: '--batch',
  cache: '--cache',
  chat: '--chat',
  compat: '--compat',
  conflicts: '--conflicts',
  dtype: '--dtype',
  edits: '--edits',
  endpoint: '--endpoint',
  editor: '--editor',
  engine: '--engine',
  facts: '--facts',
  ignoreConfigFields: '--ignore-config-field',
  layers: '--layers',
  lift: '--lift',
  measure: '--measure',
  minShare: '--min-share',
  model: '--model',
  offset: '--offset',
  maxPerplexityRatio: '--max-perplexity-ratio',
  maxWeightRatio: '--max-weight-ratio',
  out: '--out',
  partial: '--partial',
  references: '--references',
  repeated: '--repeated',
  settings: '--settings',
  sizes: '--sizes',
  statistics: '--stats',
  strictConfig: '--strict-config',
  stats: '--stats',
  templates: '--templates',
  text: '--text',
  weights: '--weights',
  withFacts: '--with-facts',
};

/** Settings of an edit, which `--set` gives. */
export const SETTINGS = [
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
] as const;

/** Functions of the library, with the commands that call them. */
const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/`listRun\('([^']*)'\)`/g, '`alphaedit list $1`'],
  [/`changeLedger\('([^']*)', \{ action: 'restore' \}\)`/g, '`alphaedit undo $1 --restore`'],
  [
    /`collectStatistics\(model, \{ text, layers: \[([\d,]*)\] \}\)`/g,
    '`alphaedit covariance MODEL --text FILE --layers $1 --out STATS`',
  ],
  [/`collectStatistics\([^`]*\)`/g, '`alphaedit covariance MODEL --text FILE --out STATS`'],
  [/`collectStatistics`/g, '`alphaedit covariance`'],
  [/`exportPack\([^`]*\)`/g, '`alphaedit export --format pack`'],
  [/`mergeEdits`/g, '`alphaedit pack merge`'],
  [/`exportGguf\([^`]*\)`/g, '`alphaedit export --format gguf --dtype TYPE`'],
  [/`exportEditedCheckpoint\([^`]*\)`/g, '`alphaedit export --format safetensors`'],
  [/`exportAdapter\([^`]*target: 'gguf'[^`]*\)`/g, '`alphaedit export --format gguf-lora`'],
  [/`exportAdapter\([^`]*\)`/g, '`alphaedit export --format lora`'],
  [/`pullModel\('([^']*)'\)`/g, '`alphaedit pull $1`'],
  [/`inspectCheckpoint\([^`]*\)`/g, '`alphaedit inspect MODEL`'],
  [/`installNativeEngine\(\)`/g, '`alphaedit engine install`'],
  [/`installNativeEngine\(\{ force: true \}\)`/g, '`alphaedit engine install --force`'],
  [/`editFacts`/g, '`alphaedit edit`'],
];

/** A message or hint of the library, which speaks of its functions and options, in the words of the command line. */
export function inCommandWords(text: string): string {
  const commands = COMMANDS.reduce((words, [of, command]) => words.replace(of, command), text);
  return (
    commands
      .replace('`loadPackages=true`', '--load-packages')
      .replaceAll('`chat: false`', '--no-chat')
      // As it stands in code: `partial: true`, `dtype: 'float32'`.
      .replace(/`([A-Za-z]\w*): (?:true|'([^'`]*)')`/g, (all, name: string, value?: string) =>
        Object.hasOwn(FLAGS, name) ? `${FLAGS[name]}${value ? ` ${value}` : ''}` : all,
      )
      .replace(/`([A-Za-z]\w*)(=[^`]*)?`/g, (all, name: string, value?: string) => {
        if (Object.hasOwn(FLAGS, name)) return `${FLAGS[name]}${value ? ` ${value.slice(1)}` : ''}`;
        const isSetting = (SETTINGS as readonly string[]).includes(name) || (value && /^[a-z]/.test(name));
        return isSetting ? `--set ${name}${value ?? '=…'}` : all;
      })
  );
}
