import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The static checks: format and lint, then types. Also the first two suites of `npm test`. */
export const STATIC_CHECKS = [
  { name: 'biome', package: '@biomejs/biome', bin: 'bin/biome', args: ['ci', '--colors=off', '.'] },
  { name: 'types', package: 'typescript', bin: 'bin/tsc', args: ['--noEmit', '-p', '.'] },
] as const;

/** The command line of a check, by Node itself, so that it needs no shell and no PATH. */
export function commandOf(check: (typeof STATIC_CHECKS)[number]): [string, string[]] {
  const folder = dirname(createRequire(import.meta.url).resolve(`${check.package}/package.json`));
  return [process.execPath, [join(folder, check.bin), ...check.args]];
}

if (import.meta.main) {
  let failed = 0;
  for (const check of STATIC_CHECKS) {
    const [command, args] = commandOf(check);
    const { status } = spawnSync(command, args, { stdio: 'inherit' });
    console.log(`${check.name}: ${status === 0 ? 'passed' : 'failed'}`);
    if (status !== 0) failed += 1;
  }
  process.exitCode = failed > 0 ? 1 : 0;
}
