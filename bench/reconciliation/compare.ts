import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { createTestDatabase } from '#db/testing/database.ts';
import { median, rounded } from '../custody-bank/figures.ts';
import { type Bare, bare, keepRows } from './bare.ts';
import { writeDay } from './day.ts';
import { writeZip } from './zip.ts';

/** As `npm run worker` starts it. */
const FLAGS = ['--max-semi-space-size=4'];

type Run = { seconds: number; staging: number; staged: number; compared: number; breaks: number; peakMiB: number };

/** The day in a worker's process, from its archive to the recorded result. */
async function reported(urls: { url: string; ownerUrl: string }, zip: string): Promise<Run> {
  const child = fork(join(import.meta.dirname, 'process.ts'), [urls.url, urls.ownerUrl, zip], { execArgv: FLAGS });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the worker ended with ${code}`);
  });
  await Promise.race([once(child, 'message'), ended]);
  child.send('run');
  const [run] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  child.disconnect();
  return run as Run;
}

export type Figures = Readonly<{ lines: number; ours: number; raw: number }>;

/** One day of so many lines against its rows alone, interleaved. Prints what came of it. */
export async function compareDay(lines: number, rounds: number): Promise<Figures> {
  const database = await createTestDatabase('portal');
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const [zip, rows] = [join(folder, 'files.zip'), join(folder, 'rows.txt')];
    await writeDay(owner, lines);
    await writeZip(owner, zip, lines);
    const [ours, theirs]: [Run[], Bare[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      await owner`truncate checkfile_row, reconciliation_break, check_result cascade`;
      ours.push(await reported(database, zip));
      if (round === 0) await keepRows(owner, rows);
      theirs.push(await bare(owner, rows));
    }
    return tell(lines, rounds, ours, theirs);
  } finally {
    rmSync(folder, { recursive: true });
    await owner.end();
    await database.drop();
  }
}

function tell(lines: number, rounds: number, ours: readonly Run[], theirs: readonly Bare[]): Figures {
  const [run] = ours;
  const of = (pick: (run: Run) => number): number => median(ours.map(pick));
  const raw = (pick: (run: Bare) => number): number => median(theirs.map(pick));
  const [mine, plain] = [of(({ seconds }) => seconds), raw(({ copy, join }) => copy + join)];
  const whole = raw(({ copy, joinWithParties }) => copy + joinWithParties);
  console.log(
    `reconciling ${rounded(lines)} instructions against ${rounded(run?.staged ?? 0)} lines of the bank's files,`,
  );
  console.log(`median of ${rounds} interleaved rounds, same server:`);
  console.log(
    `  archive to report: ${mine.toFixed(2)} s, of which staging ${of(({ staging }) => staging).toFixed(2)} s`,
  );
  console.log(`  COPY ${raw(({ copy }) => copy).toFixed(2)} s and FULL JOIN: ${plain.toFixed(2)} s in all`);
  console.log(
    `  ratio: ${(mine / plain).toFixed(2)} (aim: 1.3); ${(mine / whole).toFixed(2)} to a join that asks for payers and payees too`,
  );
  console.log(
    `  found ${run?.breaks} of ${theirs[0]?.differing} that differ; peak RSS ${rounded(Math.max(...ours.map(({ peakMiB }) => peakMiB)))} MiB (aim: 200)`,
  );
  return { lines, ours: mine, raw: plain };
}
