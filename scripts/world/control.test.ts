import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, besideRunning, type Control, openControl, runningOn } from './control.ts';

let dataDir: string;
let control: Control | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'manbiao-control-'));
});
afterEach(() => {
  control?.close();
  rmSync(dataDir, { recursive: true });
});

async function open(reset: () => Promise<void>): Promise<void> {
  control = await openControl(dataDir, { reset });
  control.announce({ portalUrl: 'http://p', bankUrl: 'http://b', variables: { PORT: '3005' } });
}

test('what runs is found with its places, which go before the defaults of a command beside it', async () => {
  await open(async () => {});
  expect(runningOn(dataDir)).toMatchObject({ portalUrl: 'http://p', bankUrl: 'http://b' });
  expect(statSync(join(dataDir, 'run.json')).mode & 0o777).toBe(0o600);
  expect(besideRunning({ PORT: '3000', HOST: 'h' }, dataDir)).toEqual({ PORT: '3005', HOST: 'h' });
});

test('a request is carried out before the answer, and its failure comes back in words', async () => {
  let resets = 0;
  await open(async () => {
    resets += 1;
    if (resets > 1) throw new Error('nothing kept');
  });
  const running = runningOn(dataDir);
  if (!running) throw new Error('not running');
  await ask(running, 'reset');
  expect(resets).toBe(1);
  await expect(ask(running, 'reset')).rejects.toThrow('nothing kept');
  await expect(ask({ ...running, token: 'guess' }, 'reset')).rejects.toThrow();
  expect(resets).toBe(2);
});

test('nothing runs after the end, nor when the process of the file is gone', async () => {
  await open(async () => {});
  control?.close();
  expect(runningOn(dataDir)).toBeUndefined();
  writeFileSync(join(dataDir, 'run.json'), JSON.stringify({ mark: '999999999:1', variables: { PORT: '1' } }));
  expect(runningOn(dataDir)).toBeUndefined();
  expect(besideRunning({ PORT: '3000' }, dataDir)).toEqual({ PORT: '3000' });
});
