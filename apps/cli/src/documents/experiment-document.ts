import { z } from 'zod';
import { by, seconds, warnings } from './shapes.js';

/** What every experiment prints and writes as `result.json`. */
export const experimentDocument = z.strictObject({
  experiment: z.string().describe('its name'),
  title: z.string().describe('its title'),
  question: z.string().describe('what it asks'),
  findings: z
    .array(z.string())
    .describe('what was found, a sentence each, worded from the figures; the first one answers the question'),
  data: z
    .record(z.string(), z.unknown())
    .meta({ description: "every figure that the report's tables and plots show", key: 'name' }),
  figures: z
    .array(
      z.strictObject({
        file: z.string().describe('SVG file in the folder of the result'),
        caption: z.string().describe('what it shows'),
        description: z.string().describe('the same in words and numbers, for those who cannot see it'),
      }),
    )
    .describe("the report's plots, as files beside it"),
  seconds: seconds('all of it'),
  provenance: z
    .strictObject({
      command: z.string().describe('the command line'),
      versions: by('what', z.string(), 'alphaedit, Node, engine and linear algebra'),
      seeds: by('what', z.number(), 'seeds of everything drawn'),
      hashes: by('what', z.string(), 'content of model, facts and statistics, SHA-256'),
      date: z.string().describe('when, ISO 8601'),
      machine: z.string().describe('system, processors, memory'),
    })
    .describe('what it was made with'),
  warnings,
});
