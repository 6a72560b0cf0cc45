import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Variables } from '#server/environment.ts';

export type RunningTestWorld = { portalUrl: string; bankUrl: string; dataDir: string; stop: () => Promise<void> };

/**
 * Starts the world of the browser tests in a process of its own, which also ends with this one.
 * @param more variables beside those of this process, such as CUSTODY_MODE
 */
export async function startTestWorld(more: Variables = {}): Promise<RunningTestWorld> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../test-world.ts')], {
    detached: true,
    env: { ...process.env, ...more },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told = await new Promise<Omit<RunningTestWorld, 'stop'>>((done, fail) => {
    child.once('message', (message) => done(message as Omit<RunningTestWorld, 'stop'>));
    child.once('exit', () => fail(new Error('the world of the browser tests did not start')));
  });
  return {
    ...told,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
