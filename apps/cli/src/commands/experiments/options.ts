import { Option } from 'commander';
import { collect, layerList, wholeNumber } from '../../ui/parse-options.js';

/** For experiments that measure on text the statistics have not seen. */
export const holdOutOption = (): Option =>
  new Option('--hold-out <n>', 'keep every n-th document of --text out of the statistics, to measure on')
    .argParser(wholeNumber(2))
    .default(5);

/** @param limit facts by default */
export const laboratoryOptions = (limit: number): Option[] => [
  new Option('--facts <file>', 'facts as JSONL, JSON or CSV').makeOptionMandatory(),
  new Option('--text <file...>', 'text to collect statistics from, as for `alphaedit covariance`'),
  new Option('--stats <folder>', 'statistics already collected, instead of --text').conflicts('text'),
  new Option(
    '--collection <key>',
    'which collection of --stats, by the first digits of its key, where several fit',
  ),
  new Option('--tokens <n>', 'tokens of text at most').argParser(wholeNumber(1)),
  new Option('--layers <list>', 'blocks to edit, e.g. 1,2,3').argParser(layerList),
  new Option('--limit <n>', 'facts at most').argParser(wholeNumber(1)).default(limit),
  new Option('--settings <file>', 'settings as for `alphaedit edit`'),
  new Option('--set <name=value>', 'one setting; may be given several times').argParser(collect),
  new Option('--seed <n>', 'seed of the sampled contexts').argParser(wholeNumber(0)).default(0),
];
