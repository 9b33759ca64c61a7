import { describe, expect, it } from 'vitest';
import { readExamples } from './read-examples.js';
import { CAPABILITY_TASKS, capabilityTask } from './tasks.js';

const read = (id: string, text: string, limit?: number) =>
  readExamples(capabilityTask(id), text, { file: 'f', limit });
const prompts = async (id: string, text: string) => (await read(id, text)).map(({ prompt }) => prompt);

describe('readExamples', () => {
  it('reads SST-2 as TSV and JSONL', async () => {
    const tsv = 'sentence\tlabel\nit "never\t1\ndull , slow\t0\n';
    const examples = await read('sst2', tsv);
    expect(examples).toEqual([
      { prompt: 'Review: it "never\nSentiment:', answers: ['negative', 'positive'], label: 1 },
      { prompt: 'Review: dull , slow\nSentiment:', answers: ['negative', 'positive'], label: 0 },
    ]);
    const jsonl = '{"sentence":"it \\"never","label":1,"idx":0}\n{"sentence":"dull , slow","label":0}';
    expect(await read('sst2', jsonl)).toEqual(examples);
    expect(await read('sst2', tsv, 1)).toHaveLength(1);
  });

  it("reads MRPC by GLUE's columns or by name", async () => {
    const tsv = '\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t10\t11\tA b .\tC d .\n';
    const json = '[{"sentence1":"A b .","sentence2":"C d .","label":1}]';
    expect(await read('mrpc', tsv)).toEqual(await read('mrpc', json));
    expect((await read('mrpc', tsv))[0]).toMatchObject({ label: 1, answers: ['No', 'Yes'] });
  });

  it('reads CoLA without and with a header line', async () => {
    const bare = 'gj04\t1\t\tThe sailors rode .\ngj04\t0\t*\tThe more .\n';
    const named = 'sentence\tlabel\nThe sailors rode .\t1\nThe more .\t0\n';
    expect(await prompts('cola', bare)).toEqual(await prompts('cola', named));
    expect((await read('cola', bare)).map(({ label }) => label)).toEqual([1, 0]);
  });

  it('reads RTE with labels as names or numbers; 0 is entailment', async () => {
    const tsv = 'index\tsentence1\tsentence2\tlabel\n0\tP .\tH .\tentailment\n1\tP .\tH .\tnot_entailment\n';
    const jsonl =
      '{"sentence1":"P .","sentence2":"H .","label":0}\n{"sentence1":"P .","sentence2":"H .","label":1}';
    const [entailed, not] = await read('rte', tsv);
    expect(await read('rte', jsonl)).toEqual([entailed, not]);
    expect(entailed!.answers[entailed!.label]).toBe('True');
    expect(not!.answers[not!.label]).toBe('False');
    const [quirk] = await readExamples(capabilityTask('rte', 'official'), tsv);
    expect(quirk!.answers[quirk!.label]).toBe('False');
  });

  it('reads MNLI as TSV and NLI as JSON, passing over examples without a label', async () => {
    const tsv = 'index\tsentence1\tsentence2\tgold_label\n0\tP .\tH .\tneutral\n1\tP .\tH .\t-\n';
    const jsonl =
      '{"premise":"P .","hypothesis":"H .","label":1}\n{"premise":"P","hypothesis":"H","label":-1}';
    expect(await read('nli', tsv)).toEqual(await read('nli', jsonl));
    const [example] = await read('nli', tsv);
    expect(example!.answers[example!.label]).toBe('Neither');
  });

  it("reads MMLU as the authors' CSV and as JSON", async () => {
    const csv = '"What, then, is ""x""?",1,2,3,4,C\n';
    const json =
      '{"question":"What, then, is \\"x\\"?","subject":"algebra","choices":["1","2","3","4"],"answer":2}';
    const [example] = await read('mmlu', csv);
    expect(await read('mmlu', json)).toEqual([example]);
    expect(example).toEqual({
      prompt: 'Question: What, then, is "x"?\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer:',
      answers: ['A', 'B', 'C', 'D'],
      label: 2,
    });
  });

  it.each([
    ['record-shape', 'f:2: field "sentence', 'sst2', '{"sentence":"a","label":0}\n{"text2":"a","label":0}'],
    ['record-shape', 'f:2: field "label" is "3", not one of 0 (negative)', 'sst2', 'sentence\tlabel\na\t3'],
    ['broken-line', 'f:3: 1 cells under 2 columns', 'sst2', 'sentence\tlabel\na\t1\nb'],
    ['broken-line', 'f:1: not valid JSON', 'sst2', '{"sentence'],
    ['broken-line', 'f:1: a quotation mark', 'mmlu', '"a,1,2,3,4,C'],
    ['record-shape', 'holds 2 answers', 'mmlu', '{"question":"q","choices":["1","2"],"answer":0}'],
    ['no-examples', 'f: no labelled', 'sst2', ''],
    ['no-examples', 'f: no labelled', 'sst2', 'sentence\tlabel\n'],
  ])('throws %s: %s', async (code, message, id, text) => {
    await expect(read(id, text)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('knows six tasks and no others', () => {
    for (const id of CAPABILITY_TASKS) expect(capabilityTask(id).id).toBe(id);
    expect(() => capabilityTask('luck')).toThrowError(expect.objectContaining({ code: 'unknown-task' }));
  });
});
