import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { domainMachines, mermaidOf, statesPage, unreachableStates } from './diagrams.ts';

const machines = await domainMachines();
const page = join(import.meta.dirname, '../../docs/states.md');

test('the domain has its tables', () => {
  expect(machines.map(({ name }) => name)).toEqual(expect.arrayContaining(['loan', 'bid', 'instruction']));
});

test.each(machines)('every state of $name can be reached, and every arrow ends in a state of it', ({ machine }) => {
  expect(unreachableStates(machine)).toEqual([]);
  for (const arrows of Object.values(machine)) {
    for (const target of Object.values(arrows)) expect(Object.keys(machine)).toContain(target);
  }
});

test('a state without a way in is noticed', () => {
  expect(unreachableStates({ start: { go: 'end' }, end: {}, island: { go: 'end' } })).toEqual(['island']);
});

test('a diagram has an entry, every arrow and every end', () => {
  expect(mermaidOf({ open: { pass: 'written-off' }, 'written-off': {} })).toBe(
    'stateDiagram-v2\n  state "written-off" as written_off\n  [*] --> open\n  open --> written_off: pass\n  written_off --> [*]',
  );
});

test('docs/states.md shows the tables as they are', () => {
  if (process.env.UPDATE_DOCS === '1') writeFileSync(page, statesPage(machines));
  expect(readFileSync(page, 'utf8')).toBe(statesPage(machines));
});
