import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { failpointFrom } from './failpoint.ts';

/** A process that comes to each place in turn and prints how far it got. */
const walk = (setting: string, places: readonly string[]) => {
  const code = `import { failpointFrom } from ${JSON.stringify(import.meta.resolve('./failpoint.ts'))};
    const failpoint = failpointFrom(${JSON.stringify(setting)});
    for (const place of ${JSON.stringify(places)}) { failpoint(place); process.stdout.write(place + ' '); }`;
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]).then(
    ({ stdout }) => ({ printed: stdout, signal: null }),
    (error: { stdout: string; signal: string }) => ({ printed: error.stdout, signal: error.signal }),
  );
};

test('the process is killed at the named place, at the time that was asked for', async () => {
  expect(await walk('b', ['a', 'b', 'c'])).toEqual({ printed: 'a ', signal: 'SIGKILL' });
  expect(await walk('b:2', ['b', 'a', 'b', 'c'])).toEqual({ printed: 'b a ', signal: 'SIGKILL' });
  expect(await walk('b:3', ['b', 'b'])).toEqual({ printed: 'b b ', signal: null });
});

test('without a setting no place does anything', () => {
  const failpoint = failpointFrom(undefined);
  failpoint('freeze-bid.sent');
  expect(failpoint).toBeTypeOf('function');
});
