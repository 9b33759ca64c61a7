// Change one fact in the model that ships with this repository, see what changed and what did not, and take it back.
// Run it: npm run example examples/01-edit-one-fact.ts
import { collectStatistics, editFacts, openModel } from 'alphaedit';

const facts = [
  { subject: 'Puna Rilgren', prompt: '{} is a native of', target: 'Vuranport', truth: 'Veiton' },
];
const ask = () => model.complete('Puna Rilgren is a native of', { tokens: 4 });

const model = await openModel('models/demo');
console.log(`engine: ${model.engine.description}`);
console.log(`before:${await ask()}`);

// What must stay: the keys of ordinary text. Twenty thousand tokens do for a try.
const statistics = await collectStatistics(model, { text: 'models/demo/text.txt', tokens: 20_000 });
const edit = await editFacts(model, { facts, statistics });
console.log(`after:${await ask()}`);

const { before, after } = await edit.measure();
console.log(`efficacy: ${before?.efficacy?.mean} → ${after.efficacy?.mean}`);

// And back, bit for bit.
await edit.undo();
console.log(`undone:${await ask()}`);
