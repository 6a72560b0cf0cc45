import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { add, type Counts, lastLine, NOTHING } from './counts.ts';

export type Ran = { name: string; counts: Counts; seconds: number };

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** The commit that was tested; changes that are in no commit are said. */
function commitTested(): string {
  try {
    const changed = git('status', '--porcelain', '--', ':!docs/long-run.md') !== '';
    return `${git('rev-parse', '--short=12', 'HEAD')}${changed ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}

/** The page about the last run of the full products. */
export function longRunPage(ran: readonly Ran[], commit: string, on: string): string {
  const rows = ran.map(
    ({ name, counts, seconds }) =>
      `| ${name} | ${counts.passed} | ${counts.failed} | ${counts.skipped} | ${seconds.toFixed(1)} |`,
  );
  const total = ran.map(({ counts }) => counts).reduce(add, NOTHING);
  return [
    '# The last long run',
    '',
    `\`npm run test:long\` on ${on}, commit ${commit}: ${lastLine(total)}.`,
    '',
    '| suite | passed | failed | skipped | seconds |',
    '|---|---:|---:|---:|---:|',
    ...rows,
    '',
  ].join('\n');
}

/** Writes docs/long-run.md. */
export function recordLongRun(ran: readonly Ran[], now: Date): void {
  const folder = join(import.meta.dirname, '../../docs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'long-run.md'), longRunPage(ran, commitTested(), now.toISOString().slice(0, 10)));
}
