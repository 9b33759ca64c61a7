import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { junitXml } from './junit.js';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', htmlEntities: true });

it('counts tests and failures, and keeps names and messages through a reader', () => {
  const text = junitXml({
    name: 'facts',
    seconds: 1.25,
    tests: [
      { name: 'Ann & Bob → <Rome>', output: 'Rome' },
      { name: 'it\'s "Oslo"', failure: 'says "Rome" & not Oslo', output: '' },
    ],
  });
  expect(XMLValidator.validate(text)).toBe(true);
  const { testsuites } = parser.parse(text);
  expect(testsuites).toMatchObject({ tests: '2', failures: '1', errors: '0', time: '1.250' });
  const { testcase } = testsuites.testsuite;
  expect(testcase[0]).toMatchObject({
    classname: 'facts',
    name: 'Ann & Bob → <Rome>',
    'system-out': 'Rome',
  });
  expect(testcase[0]).not.toHaveProperty('failure');
  expect(testcase[1]).toMatchObject({ name: 'it\'s "Oslo"', failure: { message: 'says "Rome" & not Oslo' } });
});

it('stays well formed whatever the text holds', () => {
  const every = Array.from({ length: 0x300 }, (_, i) => String.fromCharCode(i)).join('');
  const text = `${every}\ud800]]>\uffff<!--\u{1f600}`;
  const xml = junitXml({ name: text, seconds: 0, tests: [{ name: text, failure: text, output: text }] });
  expect(XMLValidator.validate(xml)).toBe(true);
  // XML 1.0 §2.2: the characters a document may hold.
  const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
  expect(xml).toMatch(allowed);
  expect(xml).toContain('\u{1f600}');
});

it('is a suite without tests', () => {
  expect(XMLValidator.validate(junitXml({ name: 'facts', seconds: 0, tests: [] }))).toBe(true);
});
