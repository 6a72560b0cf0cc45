import { BootError } from '#server/environment.ts';
import { attachPostgres } from './postgres/attach.ts';
import { add, type Counts, lastLine, NOTHING } from './suites/counts.ts';
import { recordLongRun } from './suites/long-run.ts';
import { BUDGETS, SUITES, type Suite } from './suites/suites.ts';
import { build, isBuilt } from './world/build.ts';
import { orExplain, tell } from './world/process.ts';
import { progressOn } from './world/progress.ts';

const FAILED: Counts = { passed: 0, failed: 1, skipped: 0 };

type Ran = { suite: Suite; counts: Counts; seconds: number };

/** Where the tests' own build of the portal lies: that of `npm start` is not touched. */
const DIST_DIR = '.next-test';

async function ensureBuilt(): Promise<void> {
  if (isBuilt(DIST_DIR)) return;
  console.log('');
  await progressOn(process.stdout).step('the portal, built for the tests', () => build(DIST_DIR, 'test-results'));
}

async function runSuite(suite: Suite): Promise<Ran> {
  if (suite.needsBuild) await ensureBuilt().catch(tell);
  const started = performance.now();
  console.log(`\n── ${suite.name} ──`);
  const counts = await suite
    .run((text) => console.log(text))
    .catch((error: unknown) => {
      tell(error);
      return FAILED;
    });
  const seconds = (performance.now() - started) / 1000;
  console.log(`── ${suite.name}: ${lastLine(counts)} in ${seconds.toFixed(1)} s`);
  return { suite, counts, seconds };
}

/** Each budget with the seconds its suites took. */
function budgetLines(ran: readonly Ran[]): string[] {
  return Object.entries(BUDGETS).flatMap(([budget, limit]) => {
    const seconds = ran.filter(({ suite }) => suite.budget === budget).map((one) => one.seconds);
    if (seconds.length === 0) return [];
    const sum = seconds.reduce((left, right) => left + right, 0);
    return [
      `${budget.padEnd(16)} ${sum.toFixed(1).padStart(6)} s of ${limit} s${sum > limit ? '   over its budget' : ''}`,
    ];
  });
}

/** `npm test`: every suite, or those named after `--`; `--long` runs the full products. */
orExplain(async () => {
  const words = process.argv.slice(2);
  if (words.includes('--long')) process.env.LONG = '1';
  process.env.TEST_DATA_DIR ||= '.data-test';
  const named = words.filter((word) => !word.startsWith('-'));
  const unknown = named.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw new BootError(
      `No such suite: ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}.`,
      [],
    );
  const long = process.env.LONG === '1';
  const suites = SUITES.filter((suite) => (named.length === 0 ? long || !suite.long : named.includes(suite.name)));
  // One server for all suites: each would else start and stop it for itself.
  const postgres = await attachPostgres(process.env.TEST_DATA_DIR, { unsafeFast: true });
  // The suites themselves are in the terminal's group and end by themselves.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void postgres.stop().finally(() => process.exit(1)));
  const ran: Ran[] = [];
  for (const suite of suites) ran.push(await runSuite(suite));
  await postgres.stop();
  const total = ran.map(({ counts }) => counts).reduce(add, NOTHING);
  if (process.env.LONG === '1' && suites.length === SUITES.length)
    recordLongRun(
      ran.map(({ suite: { name }, counts, seconds }) => ({ name, counts, seconds })),
      new Date(Date.now()),
    );
  console.log(['', ...budgetLines(ran), '', lastLine(total)].join('\n'));
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
});
