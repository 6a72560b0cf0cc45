import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Variables } from '#server/environment.ts';
import { commandOf, STATIC_CHECKS } from '../check.ts';
import { ensureBrowser } from '../world/browser.ts';
import { type Counts, countPlaywright, countVitest } from './counts.ts';
import { startTestWorld } from './test-world-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const REPORTS = join(ROOT, 'test-results', 'reports');

export type Suite = {
  name: string;
  /** Suites of one budget share its seconds. */
  budget: string;
  /** Runs in the built portal, whose build is not its to count. */
  needsBuild?: boolean;
  /** Only with `--long`, or when it is named. */
  long?: boolean;
  run: (say: (text: string) => void) => Promise<Counts>;
};

/** Seconds on two cores. */
export const BUDGETS: Readonly<Record<string, number>> = {
  'static and unit': 60,
  database: 150,
  'races and kills': 60,
  model: 150,
  browser: 200,
  oracle: 900,
  'custody modes': 180,
};

const moduleFile = (name: string, file: string): string =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);

function runNode(args: readonly string[], more: NodeJS.ProcessEnv = process.env): Promise<number | null> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: more });
  return new Promise((done) => child.once('exit', done));
}

function freshReport(name: string): string {
  mkdirSync(REPORTS, { recursive: true });
  const file = join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

const staticSuite = (check: (typeof STATIC_CHECKS)[number]): Suite => ({
  name: check.name,
  budget: 'static and unit',
  run: async () => {
    const [, args] = commandOf(check);
    const passed = (await runNode(args)) === 0;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
  },
});

const vitestSuite = (name: string, budget: string, more: Pick<Suite, 'needsBuild' | 'long'> = {}): Suite => ({
  name,
  budget,
  ...more,
  run: async () => {
    const report = freshReport(name);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runNode([moduleFile('vitest', 'vitest.mjs'), 'run', '--project', name, ...reporters]);
    return countVitest(report, code);
  },
});

/** The browser tests of one world; `more` is what sets it apart from the usual one. */
const browserSuite = (name: string, budget: string, more: Variables = {}): Suite => ({
  name,
  budget,
  needsBuild: true,
  long: Object.keys(more).length > 0,
  run: async (say) => {
    const report = freshReport(name);
    const browser = await ensureBrowser(say);
    const world = await startTestWorld(more);
    try {
      const code = await runNode([moduleFile('@playwright/test', 'cli.js'), 'test', '--reporter=line,json'], {
        ...process.env,
        ...more,
        CHROMIUM_PATH: browser,
        PORTAL_URL: world.portalUrl,
        BANK_URL: world.bankUrl,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      });
      return countPlaywright(report, code);
    } finally {
      await world.stop();
    }
  },
});

/** All of `npm test`, in its order. */
export const SUITES: readonly Suite[] = [
  ...STATIC_CHECKS.map(staticSuite),
  vitestSuite('unit', 'static and unit'),
  vitestSuite('database', 'database'),
  vitestSuite('races', 'races and kills', { needsBuild: true }),
  vitestSuite('model', 'model'),
  vitestSuite('oracle', 'oracle', { long: true }),
  browserSuite('browser', 'browser'),
  browserSuite('browser-linked', 'custody modes', { CUSTODY_MODE: 'linked' }),
  browserSuite('browser-joint', 'custody modes', { CUSTODY_MODE: 'joint' }),
];
