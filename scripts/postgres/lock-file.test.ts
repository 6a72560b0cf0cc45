import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHolder, releaseLock, takeLock } from './lock-file.ts';
import { isRunning, markOf, ownMark } from './processes.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manbiao-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a lock is taken once by one process, and given back', () => {
  expect(takeLock(path)).toBe(true);
  expect(takeLock(path)).toBe(true);
  expect(lockHolder(path)).toBe(ownMark());
  releaseLock(path);
  expect(lockHolder(path)).toBeUndefined();
});

test('a living holder keeps it, and nobody else gives it back', () => {
  const parent = markOf(process.ppid) ?? '';
  writeFileSync(path, parent);
  expect(takeLock(path)).toBe(false);
  releaseLock(path);
  expect(lockHolder(path)).toBe(parent);
});

test('the lock of a process that is gone is removed, and taken by the next try', () => {
  writeFileSync(path, '999999999:1');
  expect(takeLock(path)).toBe(false);
  expect(takeLock(path)).toBe(true);
});

test('another process with the same number is another process', () => {
  expect(isRunning(ownMark())).toBe(true);
  expect(isRunning(`${process.pid}:1`)).toBe(false);
});
