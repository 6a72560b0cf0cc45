import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { add, countPlaywright, countVitest, lastLine, NOTHING } from './counts.ts';
import { longRunPage } from './long-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'manbiao-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const vitest = (passed: number, failed: number, pending = 0, testResults: unknown[] = []) =>
  report({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: 1, testResults });
const playwright = (expected: number, unexpected: number, flaky = 0, errors: unknown[] = []) =>
  report({ stats: { expected, unexpected, flaky, skipped: 2 }, errors });

describe('vitest', () => {
  test('passed, failed, and skipped with those still to be written', () => {
    expect(countVitest(vitest(5, 0, 2), 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
    expect(countVitest(vitest(5, 2), 1)).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });

  test('a file that did not load is a failure', () => {
    const results = [{ status: 'failed', assertionResults: [] }];
    expect(countVitest(vitest(5, 0, 0, results), 1).failed).toBe(1);
  });

  test('a red end that no test explains is a failure, and so is a green one that ran nothing', () => {
    expect(countVitest(vitest(5, 0), 1).failed).toBe(1);
    expect(countVitest(vitest(5, 0), null).failed).toBe(1);
    expect(countVitest(vitest(0, 0), 0).failed).toBe(1);
    expect(countVitest(join(folder, 'absent.json'), 0).failed).toBe(1);
    expect(countVitest(report('{ half'), 0).failed).toBe(1);
  });
});

describe('playwright', () => {
  test('expected, unexpected and skipped', () => {
    expect(countPlaywright(playwright(7, 0), 0)).toEqual({ passed: 7, failed: 0, skipped: 2 });
  });

  test('a flaky test has failed, and so has a setup', () => {
    expect(countPlaywright(playwright(7, 1, 1), 1).failed).toBe(2);
    expect(countPlaywright(playwright(7, 0, 0, [{}]), 1).failed).toBe(1);
  });

  test('no test at all is a failure', () => {
    expect(countPlaywright(playwright(0, 0), 0).failed).toBe(1);
  });
});

test('the last line is the one that other tools read', () => {
  const sum = add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 0, skipped: 0 });
  expect(lastLine(sum)).toBe('11 passed, 2 failed, 3 skipped');
  expect(lastLine(NOTHING)).toBe('0 passed, 0 failed, 0 skipped');
});

test('the page of the last long run has its date, its commit and every suite', () => {
  const counts = { passed: 4, failed: 1, skipped: 0 };
  const page = longRunPage([{ name: 'races', counts, seconds: 12.34 }], 'abc', '2026-03-31');
  expect(page).toContain('on 2026-03-31, commit abc: 4 passed, 1 failed, 0 skipped.');
  expect(page).toContain('| races | 4 | 1 | 0 | 12.3 |');
});
