import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import {
  answer,
  by,
  byForm,
  byTask,
  chat,
  count,
  difference,
  editsApplied,
  engine,
  figure,
  modelFolder,
  reportScores,
  retentionGroups,
  seconds,
  settings,
  share,
  warnings,
} from './shapes.js';

const perplexity = z
  .strictObject({
    perplexity: z.number().describe('exp(nll)'),
    nll: z.number().describe('mean of −log p over the tokens predicted, nats'),
    tokens: count('tokens predicted'),
  })
  .describe('perplexity of the text, where one was given');

const exposureFigures = {
  probability: share.describe('probability of the old answer, mean over the prompts of a fact'),
  said: share.describe('share of the prompts to which the model says the old answer'),
  recovered: share.describe(
    'facts whose old answer begins with one of the likeliest tokens at one prompt or more',
  ),
};

const measures = {
  ...z.strictObject(reportScores).partial().shape,
  fluency: figure.optional().describe('weighted entropy of bi- and trigrams of what the model writes'),
  consistency: figure.optional().describe('TF-IDF cosine to the reference texts'),
  perplexity: perplexity.optional(),
  exposure: z
    .strictObject({
      budget: count('answers an attacker may try: how many tokens count as the likeliest'),
      ...exposureFigures,
      strangers: z
        .strictObject(exposureFigures)
        .optional()
        .describe('the same answers to the same questions about other subjects'),
    })
    .optional()
    .describe('how far the old answers can still be had, with the task `exposure`'),
  capability: by(
    'task',
    z.strictObject({
      f1: figure.describe('F1, weighted over the classes'),
      accuracy: figure.describe('share of right answers'),
      confusion: z.array(z.array(count(''))).describe('examples by label, then by prediction'),
    }),
    'the capability tasks asked for',
  ).optional(),
};

const measured = z.strictObject(measures).meta({
  id: 'Measures',
  description: 'What was measured on one state of a model. A task not asked for is absent.',
});

const retention = z
  .strictObject({
    groups: retentionGroups.describe('youngest edits first'),
    unedited: count('facts measured that the run did not edit'),
  })
  .meta({
    id: 'Retention',
    description: 'How edits of different age are kept, for a run of several batches.',
  });

const point = z.tuple([z.number(), z.number()]);
const hiddenShift = z
  .strictObject({
    prompts: count('prompts read'),
    frechet: z.number().describe('squared Fréchet distance of the states before and after'),
    relativeFrechet: z.number().describe('the same over tr Σ before: 0 where nothing moved'),
    relativeMeanShift: z.number().describe('‖μ after − μ before‖ / √(tr Σ before)'),
    relativeMove: z.number().describe('mean over prompts of ‖h after − h before‖ / ‖h before‖'),
    plane: z
      .strictObject({
        explained: point.describe('share of the variance of each of the two components'),
        frechet: z.number().describe('squared Fréchet distance within the plane'),
        before: z.array(point).describe('prompts before'),
        after: z.array(point).describe('prompts after'),
      })
      .describe('the states in the plane of the two largest principal components of both'),
  })
  .meta({
    id: 'HiddenShift',
    description: 'How far the states of known prompts moved at the last edited layer.',
  });

const change = z
  .strictObject({
    before: share.describe('the unedited model'),
    after: share.describe('the edited model'),
    difference: difference.describe('after − before'),
    gained: share
      .optional()
      .describe('after, over the facts that were not all right before; absent where there are none'),
    kept: share
      .optional()
      .describe('after, over the facts that were all right before; absent where there are none'),
  })
  .meta({ id: 'Change', description: 'One share before and after, over the facts that have it in both.' });

const contrast = z
  .strictObject({
    first: share.describe('run of `--edits`'),
    second: share.describe('run of `--compare`'),
    difference: z
      .strictObject({
        estimate: z.number().describe('mean of second − first'),
        interval: point.describe('95 % bootstrap interval'),
        n: count('facts'),
        p: z.number().describe('two-sided p-value of no difference'),
      })
      .describe('fact by fact'),
    mcnemar: z
      .strictObject({
        onlyFirst: count('prompts only the first has right'),
        onlySecond: count('prompts only the second has right'),
        p: z.number().describe('two-sided p-value'),
      })
      .optional()
      .describe('exact test over prompts; for forms that are right or wrong'),
  })
  .meta({ id: 'Contrast', description: 'One share of two runs on the same facts, in pairs.' });

const forms = <T extends z.ZodType>(value: T) => byForm(z.strictObject(byTask(value)));

const evaluation = z.strictObject({
  model: modelFolder,
  edits: editsApplied,
  facts: count('facts measured'),
  compat: z
    .enum(['corrected', 'official'])
    .describe('whether the quirks of the published evaluation were taken over'),
  quirks: by('name', z.string(), 'with `--compat official`: those that touch what was measured').optional(),
  engine,
  chat,
  hashes: z
    .strictObject({
      model: z.string().describe('content of the unedited model'),
      facts: z.string().describe('the facts'),
    })
    .describe('SHA-256 of what the figures rest on'),
  before: measured.describe('the unedited model'),
  after: measured.optional().describe('with the edits of `--edits`'),
  plain: z
    .strictObject({
      before: measured.describe('the unedited model'),
      after: measured.optional().describe('with the edits of `--edits`'),
    })
    .optional()
    .describe('with `--ask both`: the facts in plain form, all other figures being in chat form'),
  comparison: z.strictObject(forms(change)).optional().describe('what the edits changed, by form and task'),
  failing: z
    .array(
      z.strictObject({
        number: count('place among the facts measured, from 1'),
        id: z.string().optional().describe('id of the fact, where it has one'),
        subject: z.string().describe('its subject'),
        target: z.string().describe('what the model should say'),
        preferred: z
          .boolean()
          .optional()
          .describe('whether the target is likelier than the old answer; absent without one'),
        said: z.string().optional().describe('what it says instead; absent where it was not let write'),
      }),
    )
    .optional()
    .describe(
      'facts whose target the edited model (the second run, the first, or the model itself) does not say to their own prompts; absent where that was not measured',
    ),
  retention: retention
    .optional()
    .describe('what is left of edits by their age, for a run of several batches'),
  hiddenShift: hiddenShift.optional().describe('with the task `hidden-shift`'),
  second: z
    .strictObject({
      ...measures,
      run: z.string().describe('its folder'),
      editor: z.string().describe('its editor'),
      retention: retention.optional().describe('what is left of its edits by their age'),
      hiddenShift: hiddenShift.optional().describe('with the task `hidden-shift`'),
    })
    .optional()
    .describe('the same of the run of `--compare`'),
  contrast: z.strictObject(forms(contrast)).optional().describe('the two runs in pairs, by form and task'),
  warnings,
  files: z
    .strictObject({
      report: z.string().optional().describe('the file of `--report`'),
      records: z.string().optional().describe('the file of `--records`'),
    })
    .optional()
    .describe('what was written'),
});

const estimate = z
  .strictObject({
    estimate: z.number().nullable().describe('the figure; `null` where it is over 0'),
    interval: z
      .tuple([z.number().nullable(), z.number().nullable()])
      .describe('95 % bootstrap interval over facts'),
    n: count('facts'),
  })
  .meta({ id: 'Estimate', description: 'A figure of the lift with its interval.' });

const lift = {
  points: estimate.describe('mean of with − without, in [−1, 1]'),
  relative: estimate.describe('mean of with / without − 1'),
};

const taskLift = z
  .strictObject({
    plain: z.number().describe('without the constraint'),
    constrained: z.number().describe('with it'),
    ...lift,
  })
  .meta({
    id: 'TaskLift',
    description: 'What the null-space constraint changes about one task of one editor.',
  });

const singles = z.strictObject({
  efficacy: z.array(z.number().nullable()).describe('one for each fact measured'),
  generalization: z.array(z.number().nullable()).describe('one for each fact measured'),
  specificity: z.array(z.number().nullable()).describe('one for each fact measured'),
});

const bench = z.strictObject({
  out: z.string().describe('the folder of the bench'),
  model: z.string().describe('name of the checkpoint'),
  modelHash: z.string().describe('SHA-256 of its content'),
  engine,
  settings,
  facts: count('facts edited by every editor'),
  factsHash: z.string().describe('SHA-256 of the facts'),
  batch: count('facts per batch'),
  sample: z.array(count('')).describe('facts the unedited model was measured on, by index'),
  unedited: z
    .strictObject({ ...reportScores, perplexity: z.number().optional().describe('of `--text`') })
    .describe('the unedited model'),
  editors: z
    .array(
      z.strictObject({
        editor: z.string().describe('id'),
        plain: z.string().describe('id without the null-space constraint'),
        seeds: z.array(z.int()).describe('seeds it ran with'),
        finished: z.boolean().describe('whether every batch is edited and measured'),
        batches: count('batches edited'),
        seconds: seconds(
          'editing, without measurements and without values found by another editor; mean over seeds',
        ),
        peakBytes: z
          .int()
          .optional()
          .describe('largest resident memory while editing, bytes; largest over seeds'),
        course: z
          .array(
            z.strictObject({
              batches: count('batches edited so far'),
              facts: count('facts edited so far'),
              ...reportScores,
              perplexity: z.number().optional().describe('of `--text`'),
              newlySaid: share
                .optional()
                .describe(
                  'facts that the edited model says, over those the unedited one did not say; absent before every fact is edited, and with `--no-said`',
                ),
              weightChange: by('layer', z.number(), '‖W − W₀‖ / ‖W₀‖ (Frobenius)'),
              retention: z
                .array(
                  retentionGroups.element.pick({
                    age: true,
                    facts: true,
                    preference: true,
                    exactMatch: true,
                  }),
                )
                .describe('what is left of edits by their age, of the first seed; youngest first'),
              records: z
                .strictObject({
                  preference: singles.describe('share of the prompts where the wanted answer is likelier'),
                  exactMatch: singles.describe('share of the prompts answered exactly'),
                })
                .optional()
                .describe('at the last point: the figures of single facts, `null` where a fact has none'),
            }),
          )
          .describe('after every `--every` batches; means over seeds'),
      }),
    )
    .describe('in the order of `--editors`'),
  lift: z
    .strictObject({
      form: z
        .enum(['preference', 'exactMatch', 'tokenAccuracy', 'said', 'saidExactly'])
        .describe('the form compared'),
      facts: count('facts it rests on'),
      ...lift,
      editors: z
        .array(
          z.strictObject({
            editor: z.string().describe('id without the constraint'),
            ...lift,
            tasks: z
              .strictObject(z.strictObject(byTask(taskLift)).omit({ portability: true }).shape)
              .describe('by task'),
          }),
        )
        .describe('each editor that ran with and without'),
    })
    .optional()
    .describe('what the null-space constraint changes, over all editors that finished with and without it'),
});

const check = z.strictObject({
  model: modelFolder,
  edits: editsApplied,
  engine,
  chat,
  ok: z.boolean().describe('whether at least `minShare` of the facts hold; exit code 1 where not'),
  form: z.enum(['both', 'plain', 'generated']).describe('what a fact has to pass: `--form`'),
  minShare: z.number().describe('share of the facts that has to hold: `--min-share`'),
  holding: share.describe('facts that hold in the form asked for'),
  plain: share.describe('facts whose target is the likeliest, token for token'),
  generated: share.describe('facts whose target is in what the model writes'),
  facts: z
    .array(
      z.strictObject({
        number: count('place among the facts, from 1'),
        id: z.string().optional().describe('id of the fact, where it has one'),
        subject: z.string().describe('its subject'),
        prompt: z.string().describe('its prompt, with `{}` for the subject'),
        target: z.string().describe('what the model has to say'),
        ...answer,
        contains: z
          .boolean()
          .describe('whether what it says holds the target, as whole words, compared in the same way'),
        holds: z.boolean().describe('whether the fact passes'),
      }),
    )
    .describe('in their order'),
  junit: z.string().optional().describe('the JUnit XML file written'),
  warnings,
});

export const measurementDocuments = {
  eval: [{ schema: evaluation }],
  check: [{ schema: check }],
  bench: [{ schema: bench }],
} satisfies Record<string, CommandDocument[]>;
