import { expect, it } from 'vitest';
import { rippleSentence } from './ripple-sentence.js';

it.each([
  ['MOTHER', 'The name of the mother of ', 'Ann Lee', ' is', 'Eve Lee'],
  [
    'COUNTRY_OF_CITIZENSHIP',
    'The name of the country of citizenship of ',
    'University of Oxford',
    ' is',
    'Syria',
  ],
  ['SIBLING', 'The names of the siblings of ', 'Ann', ' are', 'Bob'],
  ['PLACE_OF_BIRTH', 'The place of birth of ', 'Ann', ' is', 'Rome'],
  ['CAPITAL', 'The name of the capital city of ', 'Italy', ' is', 'Rome'],
  ['SEX_OR_GENDER', 'The gender of ', 'Ann', ' is', 'female'],
  ['NUMBER_OF_CHILDREN', 'The number of children ', 'Ann', ' has is', '3'],
  ['RELIGION', 'The name of the religion which ', 'Ann', ' is associated with is', 'Buddhism'],
  ['MEMBER_OF_SPORTS_TEAM', 'The name of the sports team which ', 'Ann', ' is a member of is', 'Roma'],
  ['CONTINENT', 'The name of the continent which ', 'Italy', ' is part of is', 'Europe'],
  ['POSITION_HELD', 'The name of the position held by ', 'Ann', ' is', 'Duke of York'],
  ['AWARD_RECEIVED', 'The name of the award ', 'Ann', ' won is', 'the prize'],
  ['FOLLOWED_BY', '', 'Let It Be', ' is followed by', 'Abbey Road'],
  ['FOLLOWS', '', 'Let It Be', ' follows', 'Abbey Road'],
])('cuts a sentence about %s', (relation, before, subject, after, answer) => {
  expect(rippleSentence(`${before}${subject}${after} ${answer}.`, relation)).toEqual({
    around: [before, after],
    subject,
    answer,
  });
});

it('leaves other sentences whole', () => {
  expect(rippleSentence('Ann likes pizza.', 'MOTHER')).toBeUndefined();
  expect(rippleSentence('The name of the mother of Ann is Eve.', '(.*')).toBeUndefined();
  expect(rippleSentence(`The place of birth of ${'is '.repeat(1e6)}`, 'PLACE_OF_BIRTH')).toBeUndefined();
});
