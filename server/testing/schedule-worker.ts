import { parentPort } from 'node:worker_threads';
import { tryOracle } from './schedule-trials.ts';

/** A thread that tries one block of schedules after the other, and says when each is done. */
parentPort?.on('message', ({ seed, count }: { seed: number; count: number }) => {
  tryOracle(seed, count);
  parentPort?.postMessage(count);
});
