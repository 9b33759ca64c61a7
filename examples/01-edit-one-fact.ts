// Change one fact in the model that ships with this repository, and see what changed and what did not.
// Run it: npm run example examples/01-edit-one-fact.ts
import { readFileSync } from 'node:fs';
import { collectSecondMoments, inMemoryStatistics } from '@alphaedit/covariance';
import { alphaedit, applyDelta, planEdit, undoDelta } from '@alphaedit/editors';
import { startEngine } from '@alphaedit/engine/node';
import { evaluate } from '@alphaedit/eval';
import { readFactsFile } from '@alphaedit/eval/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { contextTemplates, generate } from '@alphaedit/model';
import { loadModel } from '@alphaedit/model/node';

const folder = new URL('../models/demo/', import.meta.url).pathname;

// 1. An engine for the tensors and a provider of linear algebra: the best this machine has.
const engine = await startEngine();
const linalg = createLinearAlgebra();
console.log(`engine: ${engine.description}`);

// 2. A checkpoint folder as Hugging Face writes it, its settings, and a fact to change.
const model = await loadModel(folder);
const settings = JSON.parse(readFileSync(`${folder}settings.json`, 'utf8'));
const { facts } = await readFactsFile(`${folder}facts.jsonl`, { limit: 1 });
const fact = facts[0]!;
const question = fact.prompt.replace('{}', fact.subject);

async function ask(prompt: string): Promise<string> {
  const [ids] = await generate(model, [model.tokenizer.encode(prompt)], { maxNewTokens: 4 });
  return model.tokenizer.decode(ids!);
}
console.log(`before: ${question} →${await ask(question)}`);

// 3. What must stay: second moments of the keys over ordinary text, and from them the null space.
const documents = readFileSync(`${folder}text.txt`, 'utf8').split('\n').filter(Boolean);
const moments = await collectSecondMoments({ model, documents, layers: settings.layers });
const statistics = inMemoryStatistics(moments, linalg);

// 4. Plan the edit, which writes nothing, then apply it.
const templates = await contextTemplates(model, { seed: 0 });
const unedited = await evaluate(model, facts);
const plan = await planEdit(alphaedit(), { model, facts, settings, templates, linalg, statistics });
const applied = await applyDelta(model, plan.deltas);
console.log(`after:  ${question} →${await ask(question)}`);

// 5. Proof: the neighbours answer as before.
const edited = await evaluate(model, facts);
const percent = (share?: { mean: number }) => `${((share?.mean ?? Number.NaN) * 100).toFixed(0)} %`;
for (const task of ['efficacy', 'generalization', 'specificity'] as const) {
  console.log(`${task}: ${percent(unedited.preference[task])} → ${percent(edited.preference[task])}`);
}

// 6. And back, bit for bit.
await undoDelta(model, applied);
console.log(`undone: ${question} →${await ask(question)}`);
