import { existsSync, readFileSync } from 'node:fs';

export type Counts = { passed: number; failed: number; skipped: number };

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

export const add = (left: Counts, right: Counts): Counts => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
});

/** The last line of `npm test`, which other tools read. */
export const lastLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

function readJson<Report>(file: string): Report | undefined {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a suite that ended with `exitCode` counts for. A red end that no test explains (a file that does not load, a
 * setup that fails, no report) is one failure; so is a green one that ran nothing.
 */
function withEnd(counts: Counts, exitCode: number | null): Counts {
  const ran = counts.passed + counts.failed;
  const unexplained = (exitCode !== 0 && counts.failed === 0) || ran === 0;
  return unexplained ? { ...counts, failed: counts.failed + 1 } : counts;
}

/** Counts of a vitest run. A test file that failed without a failing test (it did not load) counts as one. */
export function countVitest(file: string, exitCode: number | null): Counts {
  const report = readJson<VitestReport>(file);
  if (!report) return withEnd(NOTHING, exitCode);
  const notLoaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + notLoaded,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return withEnd(counts, exitCode);
}

/** Counts of a Playwright run. A test that passed only when repeated has failed. */
export function countPlaywright(file: string, exitCode: number | null): Counts {
  const report = readJson<PlaywrightReport>(file);
  if (!report) return withEnd(NOTHING, exitCode);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + report.errors.length;
  return withEnd({ passed: expected, failed, skipped }, exitCode);
}
