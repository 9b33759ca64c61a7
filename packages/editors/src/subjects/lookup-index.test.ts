import { createTokenizer } from '@alphaedit/model';
import { openCheckpoint } from '@alphaedit/model/node';
import { describeShared, sharedPath, tinyCheckpoint } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { lookupIndex } from './lookup-index.js';

const subjects = ['Ada', 'Danielle Darrieux', 'Übersee', 'Łódź', '東京', 'café 🎉', "O'Brien"];
const templates = ['{} was born in', 'The home of {} is', 'They ask about {}', 'X. {}', '  {} sings'];

const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
const bytes = createTokenizer(tokenizerJson, tokenizerConfig);

it.each(templates)('is the last byte of the subject in "%s" for a tokenizer of bytes', (template) => {
  for (const subject of subjects) {
    const end = new TextEncoder().encode(template.slice(0, template.indexOf('{}')) + subject).length;
    expect(lookupIndex(bytes, template, subject)).toBe(end - 1);
  }
});

for (const family of ['gpt2', 'llama3', 'qwen2', 'gpt_neox', 'mistral']) {
  describeShared(`lookup index of ${family}`, `fixtures/models/${family}`, () => {
    it.each(templates)('ends the subject in "%s"', async (template) => {
      const folder = await openCheckpoint(sharedPath('fixtures/models', family));
      const tokenizer = await folder.tokenizer();
      await folder.close();
      for (const subject of subjects) {
        const index = lookupIndex(tokenizer, template, subject);
        const ids = tokenizer.encode(template.replace('{}', subject));
        const upTo = tokenizer.decode(ids.slice(0, index + 1), { skipSpecialTokens: true });
        const whole = tokenizer.decode(ids, { skipSpecialTokens: true });
        const rest = template.slice(template.indexOf('{}') + 2);
        expect(upTo.endsWith(subject), `${JSON.stringify(upTo)} ends with ${subject}`).toBe(true);
        expect(whole).toBe(upTo + rest);
      }
    });
  });
}
