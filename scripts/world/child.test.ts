import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isAlive } from '../postgres/processes.ts';
import { type Child, runToEnd, supervise } from './child.ts';

// Processes of their own start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let said: string[];
let children: Child[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manbiao-child-'));
  said = [];
  children = [];
});
afterEach(async () => {
  for (const child of children) await child.stop();
  rmSync(folder, { recursive: true });
});

function options(text: string) {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, text);
  const say = (line: string): void => {
    said.push(line);
  };
  return { name: 'thing', program, variables: process.env, logFolder: folder, say, showOutput: true };
}
function child(text: string): Child {
  const made = supervise(options(text));
  children.push(made);
  return made;
}
async function until(look: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!look()) {
    if (performance.now() > deadline) throw new Error(`not in time: ${said.join('; ')}`);
    await delay(10);
  }
}

const WORKS = "console.log('at work'); process.send('ready'); setInterval(() => {}, 1000);";

test('it has started when it says so, and its output is kept and shown', async () => {
  const thing = child(WORKS);
  await thing.start();
  expect(isAlive(thing.pid ?? 0)).toBe(true);
  await until(() => said.includes('[thing] at work'));
  await until(() => readFileSync(join(folder, 'thing.log'), 'utf8') === 'at work\n');
});

test('one that ends before it is ready is told with its last words, and not started again', async () => {
  const thing = child("console.error('no keys'); process.exit(1);");
  await expect(thing.start()).rejects.toThrow('The thing did not start:\nno keys');
  await delay(700);
  expect(isAlive(thing.pid ?? 0)).toBe(false);
});

test('one that is killed at work is started again', async () => {
  const thing = child(WORKS);
  await thing.start();
  const first = thing.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await until(() => thing.pid !== first && isAlive(thing.pid ?? 0));
  expect(said.join('\n')).toMatch(/! thing ended \(SIGKILL\); starting it again in 0\.5 s/);
});

test('asked to stop it may finish its work, and stays down', async () => {
  const finishes = "process.on('SIGTERM', () => setTimeout(() => { console.log('done'); process.exit(0); }, 50));";
  const thing = child(finishes + WORKS);
  await thing.start();
  const { pid = 0 } = thing;
  await thing.stop();
  expect(isAlive(pid)).toBe(false);
  expect(readFileSync(join(folder, 'thing.log'), 'utf8')).toContain('done');
  await delay(700);
  expect(thing.pid).toBe(pid);
});

test('a command is run to its end, line by line, and its failure told', async () => {
  const lines: string[] = [];
  await runToEnd(options("console.error('day 1'); console.error('day 2');"), (line) => lines.push(line));
  expect(lines.at(-1)).toBe('day 2');
  await expect(runToEnd(options("console.error('half'); process.exit(3);"), () => {})).rejects.toThrow(
    /The thing failed:[\s\S]*half/,
  );
});
