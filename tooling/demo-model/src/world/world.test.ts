import { questionOf } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { createDocumentWriter } from './documents.js';
import { makeFacts } from './facts.js';
import { createRandom } from './random.js';
import { RELATIONS } from './relations.js';
import { makeWorld } from './world.js';

const world = makeWorld(7);
const facts = makeFacts(world);

describe('makeWorld', () => {
  it('depends on the seed alone', () => {
    expect(makeWorld(7)).toEqual(world);
    expect(makeWorld(8)).not.toEqual(world);
  });

  it('names every subject once, in names that no other name contains', () => {
    const names = world.subjects.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => names.some((other) => other !== name && other.includes(name)))).toEqual([]);
  });

  it('gives every subject at least three attributes and deals the values evenly', () => {
    for (const subject of world.subjects) {
      expect(Object.keys(subject.values).length).toBeGreaterThanOrEqual(3);
    }
    for (const relation of RELATIONS) {
      const counts = new Map<string, number>();
      for (const { values } of world.subjects) {
        const value = values[relation.id];
        if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      expect(counts.size).toBe(world.valuesOf[relation.id]!.length);
      expect(new Set(counts.values()).size).toBe(1);
    }
  });

  it('gives every subject a last name of its own behind a first that others share', () => {
    const last = world.subjects.map(({ name }) => name.split(' ').at(-1)!);
    expect(new Set(last).size).toBe(world.subjects.length);
    const firsts = new Map<string, number>();
    for (const { name } of world.subjects) {
      const first = name.split(' ').slice(0, -1).join(' ');
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    expect(Math.min(...firsts.values())).toBeGreaterThan(1);
  });

  it('keeps bystanders of every kind, among whom every answer has at least two holders', () => {
    for (const relation of RELATIONS) {
      const holders = world.subjects.filter(({ kind, bystander }) => bystander && kind === relation.kind);
      for (const value of world.valuesOf[relation.id]!) {
        expect(holders.filter(({ values }) => values[relation.id] === value).length).toBeGreaterThan(1);
      }
    }
  });
});

describe('RELATIONS', () => {
  it('are at least eight with at least five phrasings, `{}` once in each', () => {
    expect(RELATIONS.length).toBeGreaterThanOrEqual(8);
    for (const { phrasings, heldOut } of RELATIONS) {
      expect(new Set(phrasings).size).toBeGreaterThanOrEqual(5);
      expect(phrasings).not.toContain(heldOut);
      const all = [...phrasings, heldOut];
      for (const text of all) expect(text.split('{}')).toHaveLength(2);
      expect(all.filter((text) => all.some((other) => other.startsWith(`${text} `)))).toEqual([]);
    }
  });
});

describe('makeFacts', () => {
  it('makes 1020 different facts, the same for the same world', () => {
    expect(facts).toHaveLength(1020);
    expect(new Set(facts.map(({ id }) => id)).size).toBe(1020);
    expect(makeFacts(makeWorld(7))).toEqual(facts);
  });

  it('asks with the subject exactly once and changes the answer', () => {
    const asked = facts.flatMap(({ subject, prompt, paraphrases }) =>
      [questionOf({ prompt, subject }), ...paraphrases!].map((text) => ({ text, subject })),
    );
    expect(asked.filter(({ text, subject }) => text.split(subject).length !== 2)).toEqual([]);
    expect(facts.filter(({ target, truth }) => target === truth)).toEqual([]);
  });

  it('edits every subject once before any a second time, and no bystander', () => {
    const edited = world.subjects.filter(({ bystander }) => !bystander).map(({ name }) => name);
    const first = facts.slice(0, edited.length).map(({ subject }) => subject);
    expect([...first].sort()).toEqual([...edited].sort());
    expect(facts.filter(({ subject }) => !edited.includes(subject))).toEqual([]);
  });

  it('takes as neighbours bystanders that share the truth', () => {
    expect(facts.filter(({ neighbors }) => neighbors!.length < 3)).toEqual([]);
    const wrong = facts.flatMap(({ id, subject, truth, neighbors }) =>
      neighbors!.filter(({ prompt, answer }) => {
        const about = world.subjects.find(({ name }) => prompt.includes(name))!;
        return (
          !about.bystander ||
          about.name === subject ||
          about.values[id!.split('/')[0]!] !== truth ||
          answer !== truth
        );
      }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('createDocumentWriter', () => {
  const writer = createDocumentWriter(world);
  const random = createRandom(1);
  const documents = Array.from({ length: 3000 }, () => writer.write(random));
  const runningText = Array.from({ length: 2000 }, () => writer.writeRunningText(random));

  it('never writes a held-out phrasing', () => {
    const heldOut = RELATIONS.map((relation) => {
      const [before, after] = relation.heldOut.split('{}').map(escapePattern) as [string, string];
      return { relation, pattern: new RegExp(`(^|[.] )${before}[A-Z][a-z]+( [A-Z][a-z]+)*${after} `) };
    });
    // The pattern must be able to fail: it finds the phrasing where it stands.
    for (const { relation, pattern } of heldOut) {
      const subject = world.subjects.find(({ kind }) => kind === relation.kind)!;
      expect(`It rained. ${questionOf({ prompt: relation.heldOut, subject: subject.name })} x`).toMatch(
        pattern,
      );
    }
    const texts = [...documents, ...runningText];
    expect(texts.filter((text) => heldOut.some(({ pattern }) => pattern.test(text)))).toEqual([]);
  });

  it('names every subject, in running text rarely', () => {
    const all = documents.join('\n');
    expect(world.subjects.filter(({ name }) => !all.includes(name))).toEqual([]);
    const named = runningText.filter((text) => world.subjects.some(({ name }) => text.includes(name)));
    const each = named.length / world.subjects.length;
    expect(each).toBeGreaterThan(1);
    expect(each).toBeLessThan(4);
  });

  it('tells true facts, with few mistakes', () => {
    const all = ` ${documents.join(' ')}`;
    let right = 0;
    let told = 0;
    for (const { name, kind, values } of world.subjects) {
      for (const relation of RELATIONS.filter((one) => one.kind === kind)) {
        const claim = relation.phrasings.at(-1)!.replace('{}', name);
        told += all.split(` ${claim} `).length - 1;
        right += all.split(` ${claim} ${values[relation.id]}`).length - 1;
      }
    }
    expect(told).toBeGreaterThan(100);
    expect(right / told).toBeGreaterThan(0.95);
  });
});

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
