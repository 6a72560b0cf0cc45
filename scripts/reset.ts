import { readEnvironment } from '#server/environment.ts';
import { ask, runningOn } from './world/control.ts';
import { openDatabases, restoreWorld } from './world/databases.ts';
import { orExplain } from './world/process.ts';
import { progressOn } from './world/progress.ts';

/** `npm run reset`: back to the seeded state, of a running world as of one that sleeps. */
orExplain(async () => {
  const environment = readEnvironment(process.env);
  const running = runningOn(environment.dataDir);
  const progress = progressOn(process.stdout);
  await progress.step('back to the seeded state', async () => {
    if (running) return ask(running, 'reset');
    const databases = await openDatabases(environment);
    try {
      await restoreWorld(databases);
    } finally {
      await databases.stop();
    }
  });
  process.exit(0);
});
