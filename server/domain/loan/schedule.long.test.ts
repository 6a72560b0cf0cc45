import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

/** ORACLE_SEED tries other schedules, ORACLE_COUNT another number of them. */
const SEED = Number.parseInt(process.env.ORACLE_SEED ?? String(Date.now() % 2 ** 31), 10);
const COUNT = Number.parseInt(process.env.ORACLE_COUNT ?? '1000000', 10);
const BLOCK = 5_000;

/** One thread, as long as there are blocks left. @returns how many schedules it has tried */
function tryBlocks(next: () => { seed: number; count: number } | undefined): Promise<number> {
  const worker = new Worker(new URL('../../testing/schedule-worker.ts', import.meta.url));
  let tried = 0;
  const goOn = async (): Promise<void> => {
    const block = next();
    if (block) worker.postMessage(block);
    else await worker.terminate();
  };
  return new Promise((done, fail) => {
    worker.on('message', (count: number) => {
      tried += count;
      void goOn();
    });
    worker.once('error', fail);
    worker.once('exit', () => done(tried));
    void goOn();
  });
}

test(`${COUNT} random schedules from seed ${SEED} are those of the exact oracle`, async () => {
  let begun = 0;
  const next = () => {
    if (begun >= COUNT) return undefined;
    const block = { seed: SEED + begun, count: Math.min(BLOCK, COUNT - begun) };
    begun += block.count;
    return block;
  };
  const tried = await Promise.all(Array.from({ length: availableParallelism() }, () => tryBlocks(next)));
  const sum = tried.reduce((left, right) => left + right, 0);
  console.info(`seed ${SEED}: ${sum} schedules agree with the oracle`);
  expect(sum).toBe(COUNT);
}, 3_600_000);
