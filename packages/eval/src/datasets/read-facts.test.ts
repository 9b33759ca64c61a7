import { describe, expect, it } from 'vitest';
import { readFacts, streamFacts } from './read-facts.js';

const ann = { subject: 'Ann', prompt: 'The home of {} is', target: 'Rome' };

describe('formats', () => {
  it('reads CounterFact as its authors publish it', async () => {
    const record = {
      case_id: 12,
      pararel_idx: 2796,
      requested_rewrite: {
        prompt: 'The mother tongue of {} is',
        relation_id: 'P103',
        target_new: { str: 'English', id: 'Q1860' },
        target_true: { str: 'French', id: 'Q150' },
        subject: 'Danielle Darrieux',
      },
      paraphrase_prompts: ['Danielle Darrieux, a native', 'Danielle Darrieux spoke'],
      neighborhood_prompts: ['The native language of Montesquieu is'],
      generation_prompts: ["Danielle Darrieux's mother tongue is"],
    };
    expect(await readFacts(JSON.stringify([record]))).toEqual({
      format: 'counterfact',
      warnings: [],
      places: [{ file: 'facts', line: 1 }],
      facts: [
        {
          id: '12',
          subject: 'Danielle Darrieux',
          prompt: 'The mother tongue of {} is',
          target: 'English',
          truth: 'French',
          paraphrases: ['Danielle Darrieux, a native', 'Danielle Darrieux spoke'],
          neighbors: [{ prompt: 'The native language of Montesquieu is' }],
          generationPrompts: ["Danielle Darrieux's mother tongue is"],
          relation: 'P103',
          targetId: 'Q1860',
        },
      ],
    });
  });

  it('reads known facts, the attribute being what is known', async () => {
    const record = {
      known_id: 7,
      subject: 'Ann',
      attribute: 'Rome',
      template: '{} lives',
      prediction: ' Rome, and',
      prompt: 'Ann lives in',
      relation_id: 'P551',
    };
    const { facts, format } = await readFacts(JSON.stringify(record));
    expect(format).toBe('known');
    expect(facts).toEqual([
      { id: '7', subject: 'Ann', prompt: '{} lives in', target: 'Rome', relation: 'P551' },
    ]);
  });

  it('reads the edits of an MQuAKE record, its questions with the last one', async () => {
    const edit = (subject: string, target: string, truth: string) => ({
      prompt: 'The home of {} is',
      relation_id: 'P551',
      target_new: { str: target, id: 'Q1' },
      target_true: { str: truth, id: 'Q2' },
      subject,
      question: `Where is the home of ${subject}?`,
    });
    const record = {
      case_id: 5,
      requested_rewrite: [edit('Ann', 'Rome', 'Oslo'), edit('Bob', 'Bonn', 'Paris')],
      questions: ['Q one?', 'Q two?'],
      answer: 'Norway',
      answer_alias: ['NO'],
      new_answer: 'Italy',
      new_answer_alias: ['IT', ' '],
      orig: {},
    };
    const both = await readFacts(JSON.stringify([record, record]));
    expect(both.format).toBe('mquake');
    expect(both.facts.map(({ id }) => id)).toEqual(['5.0', '5.1', '5.0', '5.1']);
    expect(both.facts[0]).toEqual({
      id: '5.0',
      subject: 'Ann',
      prompt: 'The home of {} is',
      target: 'Rome',
      truth: 'Oslo',
      paraphrases: ['Where is the home of Ann?'],
      relation: 'P551',
      targetId: 'Q1',
    });
    expect(both.facts[1]!.implications).toEqual([
      { prompt: 'Q one?', answer: 'Italy', aliases: ['IT'], former: 'Norway', formerAliases: ['NO'] },
      { prompt: 'Q two?', answer: 'Italy', aliases: ['IT'], former: 'Norway', formerAliases: ['NO'] },
    ]);
    const single = { ...record, requested_rewrite: [record.requested_rewrite[0]] };
    expect((await readFacts(JSON.stringify(single))).facts.map(({ id }) => id)).toEqual(['5']);
    expect((await readFacts(JSON.stringify(record), { limit: 1 })).facts).toHaveLength(1);
  });

  it('reads what an EasyEdit record implies', async () => {
    const record = {
      ...{ prompt: 'The home of Ann is', subject: 'Ann', target_new: 'Rome' },
      portability_prompt: ['Ann lives in the country of'],
      portability_ground_truth: ['Italy'],
    };
    expect((await readFacts(JSON.stringify(record))).facts).toEqual([
      { ...ann, implications: [{ prompt: 'Ann lives in the country of', answer: 'Italy' }] },
    ]);
    const without = { ...record, portability_ground_truth: undefined };
    await expect(readFacts(JSON.stringify(without))).rejects.toMatchObject({ code: 'record-shape' });
  });

  it("reads EasyEdit's field names, the subject as text in the prompt", async () => {
    const record = {
      case_id: 3,
      prompt: 'The home of Ann is',
      target_new: 'Rome',
      subject: 'Ann',
      ground_truth: 'Oslo',
      rephrase_prompt: 'Ann lives in',
      locality_prompt: 'Bob lives in',
      locality_ground_truth: 'Bonn',
    };
    const { facts, format } = await readFacts(JSON.stringify(record));
    expect(format).toBe('easyedit');
    expect(facts).toEqual([
      {
        ...ann,
        id: '3',
        truth: 'Oslo',
        paraphrases: ['Ann lives in'],
        neighbors: [{ prompt: 'Bob lives in', answer: 'Bonn' }],
      },
    ]);
  });

  it('reads bare edit requests', async () => {
    const record = { ...ann, target: undefined, target_new: { str: 'Rome' }, target_true: { str: 'Oslo' } };
    expect((await readFacts(JSON.stringify(record))).facts).toEqual([{ ...ann, truth: 'Oslo' }]);
  });

  it('reads zsRE with the correct or the made-up answer as the edit', async () => {
    const record = {
      subject: 'Ann',
      src: 'What is the home of Ann?',
      pred: 'x',
      rephrase: 'Where does Ann live?',
      alt: 'Rome',
      answers: ['Oslo', 'Kristiania'],
      loc: 'nq question: who wrote it',
      loc_ans: 'Bob',
    };
    const text = `${JSON.stringify(record)}\n${JSON.stringify(record)}`;
    const rest = {
      subject: 'Ann',
      prompt: 'What is the home of {}?',
      paraphrases: ['Where does Ann live?'],
      neighbors: [{ prompt: 'nq question: who wrote it?', answer: 'Bob' }],
    };
    const published = await readFacts(text, { offset: 1 });
    expect(published.format).toBe('zsre');
    expect(published.facts).toEqual([{ ...rest, id: '1', target: 'Oslo' }]);
    const { facts } = await readFacts(text, { zsreTarget: 'alternative', limit: 1 });
    expect(facts).toEqual([{ ...rest, id: '0', target: 'Rome', truth: 'Oslo' }]);
  });

  it('reads facts as they are', async () => {
    const fact = {
      ...ann,
      id: 'a',
      truth: 'Oslo',
      paraphrases: ['Ann lives in'],
      neighbors: [{ prompt: 'Bob lives in', answer: 'Bonn' }, { prompt: 'Eve lives in' }],
      implications: [{ prompt: 'Ann eats', answer: 'pizza', aliases: ['pasta'], former: 'fish' }],
      generationPrompts: ['Ann often'],
      relation: 'P551',
      targetId: 'Q220',
    };
    const { facts, format } = await readFacts(JSON.stringify(fact));
    expect(format).toBe('plain');
    expect(facts).toEqual([fact]);
    const short = { ...fact, neighbors: [fact.neighbors[0], 'Eve lives in'], unknown: 1 };
    expect((await readFacts(JSON.stringify(short))).facts).toEqual([fact]);
  });
});

describe('texts', () => {
  const records = Array.from({ length: 5 }, (_, i) => ({ ...ann, id: String(i) }));

  it('reads JSONL, a JSON array however laid out, and CSV alike', async () => {
    const csv = records.map(({ id, prompt, subject, target }) => `${target},"${prompt}",${id},${subject}`);
    const texts = [
      records.map((record) => JSON.stringify(record)).join('\n'),
      `\uFEFF${records.map((record) => JSON.stringify(record)).join('\r\n\r\n')}\r\n`,
      JSON.stringify(records),
      `\n${JSON.stringify(records, null, 2)}\n\n`,
      ['target,prompt,id,subject', ...csv, ''].join('\n'),
      ['target;prompt;id;subject', ...csv.map((row) => row.replaceAll(',', ';'))].join('\r\n'),
    ];
    for (const text of texts) expect((await readFacts(text)).facts, text.slice(0, 40)).toEqual(records);
  });

  it('reads lines as they come and stops at the limit', async () => {
    let taken = 0;
    let closed = false;
    async function* endless() {
      try {
        for (;;) {
          yield JSON.stringify({ ...ann, id: taken++ });
        }
      } finally {
        closed = true;
      }
    }
    const { facts } = await readFacts(endless(), { offset: 2, limit: 3 });
    expect(facts.map(({ id }) => id)).toEqual(['2', '3', '4']);
    expect(taken).toBeLessThan(8);
    expect(closed).toBe(true);
  });

  it('reads quoted cells, lists in a cell and empty cells of CSV', async () => {
    const text = [
      'subject, prompt ,target,truth,id,paraphrases,neighbors',
      '"Ann, the ""old""","{} lives\nin",Rome,,,Her home is | She is in,',
      '',
      'Bob,The home of Bob is,Bonn,Oslo,b,,Eve lives in|Al lives in',
    ].join('\n');
    expect((await readFacts(text)).facts).toEqual([
      {
        subject: 'Ann, the "old"',
        prompt: '{} lives\nin',
        target: 'Rome',
        paraphrases: ['Her home is', 'She is in'],
      },
      {
        id: 'b',
        subject: 'Bob',
        prompt: 'The home of {} is',
        target: 'Bonn',
        truth: 'Oslo',
        neighbors: [{ prompt: 'Eve lives in' }, { prompt: 'Al lives in' }],
      },
    ]);
  });

  it('reads an array on one line in pieces that leave characters whole', async () => {
    const long = Array.from({ length: 3000 }, (_, i) => ({ ...ann, id: String(i), subject: `😀${i}` }));
    const { facts } = await readFacts(JSON.stringify(long.map((fact) => ({ ...fact, prompt: '{} is' }))));
    expect(facts.map(({ subject }) => subject)).toEqual(long.map(({ subject }) => subject));
  });

  it('streams: a record is handed on before the next is read', async () => {
    let read = 0;
    function* lines() {
      for (;;) yield JSON.stringify({ ...ann, id: String(read++) });
    }
    const seen: (string | undefined)[] = [];
    for await (const { fact } of streamFacts(lines())) {
      seen.push(fact?.id);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['0', '1', '2']);
    expect(read).toBeLessThan(6);
  });

  it('streams the rows of CSV too', async () => {
    let read = 0;
    function* lines() {
      yield 'subject,prompt,target';
      for (;;) yield `"A${read++}",{} is,x`;
    }
    const { facts } = await readFacts(lines(), { limit: 2 });
    expect(facts).toHaveLength(2);
    expect(read).toBeLessThan(6);
  });

  it('reads the line separators of Unicode as text', async () => {
    const subject = 'A\u2028B\u2029C';
    const text = `{"subject":"${subject}","prompt":"{} is","target":"x"}`;
    expect((await readFacts(text)).facts[0]!.subject).toBe(subject);
  });
});

describe('what other programs write', () => {
  const spread = JSON.stringify(ann, null, 1);

  it.each([
    ['one object over several lines', `\n${spread}\n`, [2]],
    ['objects one after another', `${spread}\n\n${spread}`, [1, 7]],
    ['one object on a line', JSON.stringify(ann), [1]],
    ['a list in an object', JSON.stringify({ version: 1, data: [ann, ann] }, null, 1), [4, 9]],
    ['a list in an object on one line', JSON.stringify({ meta: [1], facts: [ann, ann] }), [1, 1]],
    ['an array over several lines', JSON.stringify([ann, ann], null, 1), [2, 7]],
    ['an array with an object a line', `[\n${JSON.stringify(ann)},\n\n${JSON.stringify(ann)}\n]`, [2, 4]],
  ])('reads %s, each record at the line where it begins', async (_, text, lines) => {
    const { facts, places } = await readFacts(text, { file: 'f' });
    expect(facts).toEqual(lines.map(() => ann));
    expect(places).toEqual(lines.map((line) => ({ file: 'f', line })));
  });

  it('tells of a bad record over several lines where it begins', async () => {
    const text = JSON.stringify([ann, { ...ann, prompt: 'Bob' }], null, 1);
    await expect(readFacts(text, { file: 'f' })).rejects.toMatchObject({
      message: expect.stringMatching(/^f:7: /),
      data: { line: 7 },
    });
  });

  it('reads null as absent and numbers as texts', async () => {
    const record = {
      ...ann,
      id: 7,
      target: 42,
      truth: null,
      relation: null,
      paraphrases: [null, 'Ann is in'],
    };
    expect((await readFacts(JSON.stringify(record))).facts).toEqual([
      { ...ann, id: '7', target: '42', paraphrases: ['Ann is in'] },
    ]);
    const decimal = { ...ann, target: -1.5 };
    expect((await readFacts(JSON.stringify(decimal))).facts[0]!.target).toBe('-1.5');
    const easyedit = { prompt: 'Ann lives in', subject: 'Ann', target_new: 'Rome', ground_truth: null };
    expect((await readFacts(JSON.stringify(easyedit))).facts[0]!.truth).toBeUndefined();
  });

  it.each([
    ['it is missing', { target: null }],
    ['too large to be read exactly', { target: 2 ** 64 }],
    ['a text is expected, not true', { target: true }],
    ['a text is expected, not a list', { subject: ['Ann'] }],
  ])('says of a field: %s', async (what, change) => {
    const error = await readFacts(JSON.stringify({ ...ann, ...change })).catch((error) => error);
    expect(error).toMatchObject({ code: 'record-shape', message: expect.stringContaining(what) });
  });

  it.each([
    ['null', '{"subject":"Ann","prompt":"{} is","target":"x","truth":NaN}'],
    ['double quotation marks', "{'subject': 'Ann', 'prompt': '{} is', 'target': 'x'}"],
    ['json.dumps', '[{"subject": "Ann", "prompt": "{} is", "target": None}]'],
  ])('says what is no JSON: %s', async (remedy, text) => {
    await expect(readFacts(text)).rejects.toMatchObject({
      code: 'broken-line',
      hint: expect.stringContaining(remedy),
    });
  });

  it('reads CSV with blanks round cells and quotation marks, and a header in any case', async () => {
    const text = [
      '\uFEFF Subject , "PROMPT ",target , generationprompts',
      ' Ann , The home of {} is , Rome , a | b',
      'Ann,"{} lives, ""now"" in" ,Rome',
      'Ann\t,The home of {} is,\u00a0Rome\u00a0,',
    ].join('\n');
    expect((await readFacts(text)).facts).toEqual([
      { ...ann, generationPrompts: ['a', 'b'] },
      { ...ann, prompt: '{} lives, "now" in' },
      ann,
    ]);
  });

  it('refuses two columns of one name', async () => {
    await expect(readFacts('subject,prompt,target,Target\nAnn,{} is,x,y')).rejects.toMatchObject({
      code: 'broken-line',
      message: expect.stringContaining('"target"'),
    });
  });

  it('warns of stray blanks with line and id, and reads on', async () => {
    const text = [ann, { ...ann, id: 'a', prompt: 'The home of {} is ' }].map((fact) => JSON.stringify(fact));
    const { facts, warnings } = await readFacts(text, { file: 'f' });
    expect(facts).toEqual([ann, { ...ann, id: 'a' }]);
    expect(warnings).toMatchObject([
      { severity: 'warning', code: 'stray-blanks', line: 2, id: 'a', fix: { prompt: 'The home of {} is' } },
    ]);
  });

  it('tells all bad records at once', async () => {
    const text = [
      JSON.stringify({ ...ann, prompt: 'Bob' }),
      '{broken',
      JSON.stringify(ann),
      JSON.stringify({ ...ann, id: 'd', target: '' }),
    ].join('\n');
    const error = await readFacts(text, { file: 'f' }).catch((error) => error);
    expect(error).toMatchObject({ code: 'facts-broken', data: { problems: { length: 3 } } });
    for (const part of ['f:1: ', 'f:2: ', 'f:4 (record d): ']) expect(error.message).toContain(part);
  });

  it('passes over millions of empty lines in a moment', async () => {
    const started = process.cpuUsage();
    const text = `${'\n'.repeat(5_000_000)}${JSON.stringify(ann)}`;
    const { places } = await readFacts(text);
    expect(places[0]!.line).toBe(5_000_001);
    // Of a processor, in µs: a generator a line took eight seconds.
    expect(process.cpuUsage(started).user).toBeLessThan(4e6);
  });
});

describe('bad input', () => {
  const good = JSON.stringify(ann);
  const line = (change: object) => JSON.stringify({ ...ann, ...change });

  it.each([
    ['broken-line', 'f.jsonl:3: not valid JSON', `${good}\n\n{"subject": "An\n${good}`],
    ['broken-line', 'f.jsonl:2: not valid JSON', `[${good},\n${good} ${good}]`],
    ['broken-line', 'f.jsonl:1: not valid JSON', `[${good}`],
    ['broken-line', 'f.jsonl:3: not valid JSON', `[${good}]\n\nmore`],
    ['broken-line', 'f.jsonl:4: 4 cells under 3 columns', 'subject,prompt,target\n\nA,{} is,x\nB,{} is,x,y'],
    ['broken-line', 'f.jsonl:3: a quotation mark', 'subject,prompt,target\nA,{} is,x\nB,"{} is,x'],
    [
      'subject-not-found',
      'f.jsonl:2: the subject "Bob"',
      `${good}\n${line({ subject: 'Bob', prompt: 'Ann is' })}`,
    ],
    ['subject-ambiguous', 'f.jsonl:1 (record q): ', line({ id: 'q', prompt: 'Ann and Ann' })],
    ['empty-target', 'f.jsonl:1: the target is empty', line({ target: ' ' })],
    ['empty-target', 'f.jsonl:2: the target is empty', 'subject,prompt,target\nAnn,{} is,'],
    ['empty-subject', 'f.jsonl:1: the subject is empty', line({ subject: '' })],
    ['record-shape', 'f.jsonl:2: field "target"', `${good}\n${line({ target: undefined })}`],
    ['record-shape', 'f.jsonl:1: field "paraphrases.0"', line({ paraphrases: [{}] })],
    ['record-shape', 'f.jsonl:2: ', `${good}\n"text"`],
    ['empty-target', 'f.jsonl:2: the target is empty', 'subject,prompt,target\nAnn,{} is'],
    [
      'record-shape',
      '1 locality_prompt but 2',
      '{"subject":"A","prompt":"A is","target_new":"x","locality_prompt":"p","locality_ground_truth":["a","b"]}',
    ],
    [
      'unknown-format',
      'f.jsonl: no known fact format has the fields question, answer',
      '{"question":"q","answer":"a"}',
    ],
    ['unknown-format', 'f.jsonl: ', 'just some text\nand more'],
    ['unknown-format', 'f.jsonl: ', '[1, 2]'],
    ['no-facts', 'f.jsonl: no fact among 0 records', ' \n\n'],
    ['no-facts', 'f.jsonl: no fact among 0 records', '[]'],
  ])('throws %s: %s', async (code, message, text) => {
    await expect(readFacts(text, { file: 'f.jsonl' })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('tells which formats there are', async () => {
    const error = await readFacts('{"a":1}').catch((error) => error);
    expect(error.name).toBe('DatasetError');
    for (const name of ['CounterFact', 'EasyEdit', 'zsRE', 'plain', 'CSV'])
      expect(error.hint).toContain(name);
  });

  it('carries the line number as data', async () => {
    await expect(readFacts(`${good}\n{`, { file: 'f' })).rejects.toMatchObject({
      name: 'DatasetError',
      data: { file: 'f', line: 2 },
    });
  });

  it('skips bad records when told to, each with a warning', async () => {
    const text = [good, '{broken', line({ prompt: 'Ann Ann' }), line({ target: {} }), good].join('\n');
    const { facts, warnings } = await readFacts(text, { onBadRecord: 'skip', file: 'f' });
    expect(facts).toEqual([ann, ann]);
    expect(warnings.map(({ code, data }) => [code, data?.line, data?.record])).toEqual([
      ['broken-line', 2, 1],
      ['subject-ambiguous', 3, 2],
      ['record-shape', 4, 3],
    ]);
  });

  it('fails when every record is bad, saying why', async () => {
    const error = await readFacts('{broken\n{broken', { onBadRecord: 'skip' }).catch((error) => error);
    expect(error).toMatchObject({ code: 'facts-broken' });
    for (const line of ['facts:1: not valid JSON', 'facts:2: not valid JSON'])
      expect(error.message).toContain(line);
    const one = readFacts(line({ prompt: 'Ann Ann' }), { onBadRecord: 'skip' });
    await expect(one).rejects.toMatchObject({ code: 'subject-ambiguous' });
    const streamed = streamFacts('{broken', { onBadRecord: 'skip' });
    expect((await streamed.next()).value).toMatchObject({ problem: { code: 'broken-line' } });
    await expect(streamed.next()).rejects.toMatchObject({ code: 'broken-line' });
  });

  it('does not look at records before the offset or after the limit', async () => {
    const text = ['{broken', good, '{broken'].join('\n');
    expect((await readFacts(text, { offset: 1, limit: 1 })).facts).toEqual([ann]);
    await expect(readFacts(text, { offset: 3 })).rejects.toMatchObject({ code: 'no-facts' });
  });
});
