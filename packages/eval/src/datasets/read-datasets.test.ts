import { describe, expect, it } from 'vitest';
import { readFacts } from './read-facts.js';

const read = (...records: unknown[]) => readFacts(JSON.stringify(records, null, 1), { file: 'f.json' });

describe('KnowEdit', () => {
  const recent = {
    subject: 'Leo Arons',
    prompt: 'The place of death of Leo Arons is',
    target_new: 'Berlin',
    portability: {
      Logical_Generalization: [
        { prompt: 'Is Leo Arons still alive?', ground_truth: [['no'], ['incorrect']] },
      ],
      Reasoning: [
        {
          prompt: 'The mayor of the place of death of Leo Arons is',
          ground_truth: [['Kai Wegner', 'Wegner']],
        },
        { prompt: 'The river at the place of death of Leo Arons is', ground_truth: [] },
      ],
      Subject_Aliasing: [{ prompt: 'The place of death of Martin Leo Arons is', ground_truth: [['Berlin']] }],
    },
    locality: {
      Relation_Specificity: [
        { prompt: 'The name of the father of Leo Arons is', ground_truth: [['Albert Arons']] },
      ],
    },
  };

  it('reads every group of questions, with all names of their answers', async () => {
    const { facts, warnings, format } = await read(recent);
    expect(format).toBe('easyedit');
    expect(facts).toEqual([
      {
        subject: 'Leo Arons',
        prompt: 'The place of death of {} is',
        target: 'Berlin',
        implications: [
          {
            prompt: 'Is Leo Arons still alive?',
            answer: 'no',
            aliases: ['incorrect'],
            group: 'Logical_Generalization',
          },
          {
            prompt: 'The mayor of the place of death of Leo Arons is',
            answer: 'Kai Wegner',
            aliases: ['Wegner'],
            group: 'Reasoning',
          },
          {
            prompt: 'The place of death of Martin Leo Arons is',
            answer: 'Berlin',
            group: 'Subject_Aliasing',
          },
        ],
        neighbors: [
          {
            prompt: 'The name of the father of Leo Arons is',
            answer: 'Albert Arons',
            group: 'Relation_Specificity',
          },
        ],
      },
    ]);
    expect(warnings).toMatchObject([
      { severity: 'warning', code: 'question-unanswered', line: 2, field: 'portability' },
    ]);
    expect(warnings[0]!.message).toContain('1 of 4 questions of portability');
  });

  it('reads zsRE: lists of answers, a rephrasing, answers that are texts', async () => {
    const { facts, warnings } = await read({
      subject: 'Epaspidoceras',
      prompt: 'Which family does Epaspidoceras belong to?',
      target_new: 'Noctuidae',
      ground_truth: ['Aspidoceratidae', 'ammonites'],
      rephrase_prompt: 'What family are Epaspidoceras?',
      cond: 'x >> y',
      locality: {
        Relation_Specificity: [{ prompt: 'Epaspidoceras parent taxon', ground_truth: ['Aspidoceratidae'] }],
      },
      portability: { Reasoning: [{ prompt: 'What is its common name?', ground_truth: 'Owlet moths' }] },
    });
    expect(facts).toEqual([
      {
        subject: 'Epaspidoceras',
        prompt: 'Which family does {} belong to?',
        target: 'Noctuidae',
        truth: 'Aspidoceratidae',
        truthAliases: ['ammonites'],
        paraphrases: ['What family are Epaspidoceras?'],
        neighbors: [
          { prompt: 'Epaspidoceras parent taxon', answer: 'Aspidoceratidae', group: 'Relation_Specificity' },
        ],
        implications: [{ prompt: 'What is its common name?', answer: 'Owlet moths', group: 'Reasoning' }],
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('reads several rephrasings, and groups that hold parallel lists', async () => {
    const { facts } = await read({
      ...{
        subject: 'Ann',
        prompt: 'Ann lives in',
        target_new: 'Rome',
        ground_truth: [['Oslo'], ['Christiania']],
      },
      rephrase: ['Ann is at home in', 'The home of Ann is'],
      locality: { neighborhood: { prompt: ['Bob lives in', 'Eve lives in'], ground_truth: ['Bonn', 'Ulm'] } },
      portability: { one_hop: { prompt: 'Ann lives in the country of', ground_truth: ['Italy', 'Italia'] } },
    });
    expect(facts[0]).toMatchObject({
      truth: 'Oslo',
      truthAliases: ['Christiania'],
      paraphrases: ['Ann is at home in', 'The home of Ann is'],
      neighbors: [
        { prompt: 'Bob lives in', answer: 'Bonn', group: 'neighborhood' },
        { prompt: 'Eve lives in', answer: 'Ulm', group: 'neighborhood' },
      ],
      implications: [
        { prompt: 'Ann lives in the country of', answer: 'Italy', aliases: ['Italia'], group: 'one_hop' },
      ],
    });
  });

  it('reads WikiBio', async () => {
    const { facts, format } = await read({
      text: 'This is a Wikipedia passage about john reynolds.',
      labels: 'Sir John Reynolds was a physician.',
      concept: 'john reynolds',
      locality: {
        Relation_Specificity: [{ prompt: 'The gender of john reynolds is', ground_truth: [['male']] }],
      },
    });
    expect(format).toBe('wikibio');
    expect(facts).toEqual([
      {
        subject: 'john reynolds',
        prompt: 'This is a Wikipedia passage about {}.',
        target: 'Sir John Reynolds was a physician.',
        neighbors: [
          { prompt: 'The gender of john reynolds is', answer: 'male', group: 'Relation_Specificity' },
        ],
      },
    ]);
  });

  it.each([
    ['"portability.Reasoning" holds "x" in place of', { portability: { Reasoning: ['x'] } }],
    [
      '"locality.n" has 2 prompts but 1 answers',
      { locality: { n: { prompt: ['a', 'b'], ground_truth: ['c'] } } },
    ],
    ['"locality" has a question whose prompt is no text', { locality: [{ prompt: {} }] }],
    ['"portability" has an answer that is no text', { portability: [{ prompt: 'a', ground_truth: [true] }] }],
  ])('says what is wrong at the line where the record begins: %s', async (what, change) => {
    // The first record's own lines, and the bracket before it.
    const line = JSON.stringify([recent], null, 1).split('\n').length;
    await expect(read(recent, { ...recent, ...change })).rejects.toMatchObject({
      code: 'record-shape',
      message: expect.stringContaining(what),
      data: { line },
    });
  });
});

describe("EasyEdit's zsRE with portability", () => {
  const record = {
    subject: 'Harbour Song',
    src: 'What was the record label of Harbour Song?',
    pred: 'x',
    rephrase: 'Harbour Song is on which label?',
    alt: 'Blue Lantern',
    answers: ['Green Lantern'],
    loc: 'nq question: who sang it',
    loc_ans: 'Mira',
    cond: 'c',
    portability: {
      'Recalled Relation': '(Blue Lantern, founder, Tolla)',
      'New Question': 'Who founded the record label of Harbour Song?',
      'New Answer': 'Tolla',
    },
  };
  const implications = [{ prompt: 'Who founded the record label of Harbour Song?', answer: 'Tolla' }];

  it('takes the answer from which the questions follow, and says so', async () => {
    const { facts, warnings } = await read(record);
    expect(facts).toMatchObject([{ target: 'Blue Lantern', truth: 'Green Lantern', implications }]);
    expect(warnings).toMatchObject([{ code: 'zsre-target', line: 2 }]);
  });

  it('leaves them out, and says so, where the other answer is asked for', async () => {
    const text = JSON.stringify([record]);
    const { facts, warnings } = await readFacts(text, { zsreTarget: 'answer' });
    expect(facts[0]).toMatchObject({ target: 'Green Lantern' });
    expect(facts[0]).not.toHaveProperty('implications');
    expect(warnings).toMatchObject([{ code: 'zsre-target' }]);
    expect((await readFacts(text, { zsreTarget: 'alternative' })).warnings).toEqual([]);
  });
});

it('reads the hops of MQuAKE: names of answers, and what no edit changes', async () => {
  const hop = (question: string, answer: string, answer_alias: string[] = []) => ({
    ...{ question, cloze: 'c', answer, answer_alias },
  });
  const { facts, warnings } = await read({
    case_id: 5,
    requested_rewrite: [
      {
        prompt: '{} is a citizen of',
        relation_id: 'P27',
        target_new: { str: 'Croatia', id: 'Q224' },
        target_true: { str: 'United States of America', id: 'Q30' },
        subject: 'Ellie Kemper',
        question: 'What is the country of citizenship of Ellie Kemper?',
      },
    ],
    questions: ['Who leads the country of Ellie Kemper?'],
    answer: 'Joe Biden',
    answer_alias: ['Biden'],
    new_answer: 'Zoran Milanović',
    new_answer_alias: [],
    single_hops: [
      hop('What is the country of citizenship of Ellie Kemper?', 'United States of America', ['USA']),
      hop('Who leads the United States of America?', 'Joe Biden', ['Biden']),
    ],
    new_single_hops: [
      hop('What is the country of citizenship of Ellie Kemper?', 'Croatia', ['Republic of Croatia']),
      hop('Who leads Croatia?', 'Zoran Milanović', ['Milanović']),
    ],
    orig: { triples: [['Q1', 'P27', 'Q30']] },
  });
  expect(facts).toEqual([
    {
      id: '5',
      subject: 'Ellie Kemper',
      prompt: '{} is a citizen of',
      target: 'Croatia',
      targetAliases: ['Republic of Croatia'],
      truth: 'United States of America',
      truthAliases: ['USA'],
      paraphrases: ['What is the country of citizenship of Ellie Kemper?'],
      implications: [
        {
          prompt: 'Who leads the country of Ellie Kemper?',
          answer: 'Zoran Milanović',
          former: 'Joe Biden',
          formerAliases: ['Biden'],
        },
      ],
      neighbors: [
        {
          prompt: 'Who leads Croatia?',
          answer: 'Zoran Milanović',
          aliases: ['Milanović'],
          group: 'single_hops',
        },
      ],
      relation: 'P27',
      targetId: 'Q224',
    },
  ]);
  expect(warnings).toEqual([]);
});

describe('RippleEdits', () => {
  const query = (prompt: string, ...answers: { value: string; aliases: string[] }[]) => ({
    ...{
      prompt,
      answers,
      query_type: 'regular',
      subject_id: 'Q1',
      relation: 'X',
      target_ids: ['Q2'],
      phrase: null,
    },
  });
  const test = (...test_queries: unknown[]) => ({
    test_queries,
    test_condition: 'OR',
    condition_queries: [],
  });
  const record = {
    example_type: 'popular',
    edit: {
      prompt: 'The name of the country of citizenship of Leonardo DiCaprio is Syria.',
      subject_id: 'Q38111',
      relation: 'COUNTRY_OF_CITIZENSHIP',
      target_id: 'Q858',
      original_fact: {
        prompt: 'The name of the country of citizenship of Leonardo DiCaprio is United States of America.',
        subject_id: 'Q38111',
        relation: 'COUNTRY_OF_CITIZENSHIP',
        target_id: 'Q30',
      },
    },
    Relation_Specificity: [
      test(query('The name of the mother of Leonardo DiCaprio is', { value: 'Irmelin', aliases: [] })),
    ],
    Logical_Generalization: [],
    Subject_Aliasing: [
      test(
        query('The name of the country of citizenship of Leo is', { value: 'Syria', aliases: ['SY', 'SYR'] }),
      ),
    ],
    Compositionality_I: [
      test(
        query('The capital of the country of Leonardo DiCaprio is', { value: 'Damascus', aliases: [] }),
        query('The currency of the country of Leonardo DiCaprio is'),
      ),
    ],
    Compositionality_II: [],
    Forgetfulness: [],
  };

  it('reads the edit and all that it entails', async () => {
    const { facts, warnings, format } = await read(record);
    expect(format).toBe('ripple');
    expect(facts).toEqual([
      {
        id: '0',
        subject: 'Leonardo DiCaprio',
        prompt: 'The name of the country of citizenship of {} is',
        target: 'Syria',
        truth: 'United States of America',
        implications: [
          {
            prompt: 'The capital of the country of Leonardo DiCaprio is',
            answer: 'Damascus',
            group: 'Compositionality_I',
          },
          {
            prompt: 'The name of the country of citizenship of Leo is',
            answer: 'Syria',
            aliases: ['SY', 'SYR'],
            group: 'Subject_Aliasing',
          },
        ],
        neighbors: [
          {
            prompt: 'The name of the mother of Leonardo DiCaprio is',
            answer: 'Irmelin',
            group: 'Relation_Specificity',
          },
        ],
        relation: 'COUNTRY_OF_CITIZENSHIP',
        targetId: 'Q858',
      },
    ]);
    expect(warnings).toMatchObject([{ code: 'question-unanswered', field: 'Compositionality_I' }]);
  });

  it('refuses a sentence that it cannot cut', async () => {
    const odd = { ...record, edit: { prompt: 'Leo was made a Syrian.', relation: 'X' } };
    await expect(read(odd)).rejects.toMatchObject({
      code: 'subject-not-found',
      message: expect.stringContaining('f.json:2'),
    });
  });
});

it('reads CKnowEdit, the subject being what is asked about', async () => {
  const record = {
    prompt: '请给下面的字注音：莘庄',
    target_old: '莘庄的拼音是：“shēn zhuāng”',
    target_new: '莘庄的注音是：xīn zhuāng',
    portability: [{ prompt: '请给下面的字注音：细莘', answer: '细莘的注音是：xì xīn' }],
    locality: [{ prompt: '请给下面的字注音：莘莘学子', answer: '莘莘学子的注音是：shēn shēn xué zǐ' }],
    rephrase: ['请问莘庄的正确拼音是什么？', '莘庄正确的注音怎么写？'],
  };
  const { facts, format } = await read(record);
  expect(format).toBe('cknowedit');
  expect(facts).toEqual([
    {
      subject: '莘庄',
      prompt: '请给下面的字注音：{}',
      target: record.target_new,
      truth: record.target_old,
      paraphrases: record.rephrase,
      implications: record.portability,
      neighbors: record.locality,
    },
  ]);
  const { portability, locality, ...rest } = record;
  const listed = {
    ...rest,
    portability_prompt: portability.map(({ prompt }) => prompt),
    portability_answer: portability.map(({ answer }) => answer),
    locality_prompt: null,
    locality_answer: null,
  };
  expect((await read(listed)).facts[0]).toMatchObject({ implications: record.portability });
});

it.each([
  [
    '请解释“之”中的意思。仅需给出该字意思即可，无需解释全文。',
    '请解释{}中的意思。仅需给出该字意思即可，无需解释全文。',
    '“之”',
  ],
  ['蓝牙耳机坏了，去医院挂牙科还是耳科？', '{}', '蓝牙耳机坏了，去医院挂牙科还是耳科？'],
])('takes %s as %s', async (question, prompt, subject) => {
  const { facts } = await read({ prompt: question, target_old: 'a', target_new: 'b' });
  expect(facts[0]).toMatchObject({ prompt, subject });
});

it('reads WikiBigEdit', async () => {
  const record = {
    tag: 'Biography',
    subject: 'Ann Lee',
    update: 'Where does Ann Lee work?',
    ans: 'Roma',
    rephrase: 'What is the workplace of Ann Lee?',
    personas: 'Hey, where is Ann Lee working?',
    mhop: 'In which country does Ann Lee work?',
    mhop_ans: 'Italy',
    loc: 'Where does Bob Lee work?',
    loc_ans: 'Bonn',
  };
  const { facts, format, warnings } = await read(record, { ...record, mhop: null, mhop_ans: null });
  expect([format, warnings]).toEqual(['wikibigedit', []]);
  expect(facts[0]).toEqual({
    subject: 'Ann Lee',
    prompt: 'Where does {} work?',
    target: 'Roma',
    paraphrases: ['What is the workplace of Ann Lee?', 'Hey, where is Ann Lee working?'],
    implications: [{ prompt: 'In which country does Ann Lee work?', answer: 'Italy', group: 'mhop' }],
    neighbors: [{ prompt: 'Where does Bob Lee work?', answer: 'Bonn' }],
  });
  expect(facts[1]).not.toHaveProperty('implications');
});

it('names fields that are not read, once', async () => {
  const record = {
    requested_rewrite: { prompt: '{} is', subject: 'Ann', target_new: { str: 'x' }, fact_new_uns: 'long' },
    attribute_prompts: ['a'],
    pararel_idx: 1,
  };
  const { warnings } = await read(record, record, { ...record, more: 1 });
  expect(warnings.map(({ code, line, data }) => [code, line, data?.fields])).toEqual([
    ['fields-not-read', 2, ['requested_rewrite.fact_new_uns', 'attribute_prompts']],
    ['fields-not-read', 30, ['more']],
  ]);
});
