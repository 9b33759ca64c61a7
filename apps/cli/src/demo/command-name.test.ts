import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandName } from './command-name.js';

const root = mkdtempSync(join(tmpdir(), 'command-name-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('is a name where the command is installed for the machine', () => {
  expect(commandName(root, {})).toBe('alphaedit');
});

it('goes through npx where a project has it, also from a folder inside', () => {
  const project = join(root, 'project');
  mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true });
  mkdirSync(join(project, 'runs'));
  writeFileSync(join(project, 'node_modules', '.bin', 'alphaedit'), '');
  expect(commandName(project, {})).toBe('npx alphaedit');
  expect(commandName(join(project, 'runs'), {})).toBe('npx alphaedit');
});

it('goes through npx where npx started it', () => {
  expect(commandName(root, { npm_command: 'exec' })).toBe('npx alphaedit');
});
