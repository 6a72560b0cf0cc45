import { readEnvironment } from '#server/environment.ts';
import { startWorker } from '#server/jobs/main.ts';
import { loadSecrets } from '#server/secrets.ts';
import { openWiring } from '#server/wiring.ts';
import { besideRunning } from './world/control.ts';
import { openDatabases } from './world/databases.ts';
import { orExplain, ready, stopWhenAsked } from './world/process.ts';

/** `npm run worker`: sends instructions, asks after unknown ones, and does what happens by rule. Any number may run. */
orExplain(async () => {
  const environment = readEnvironment(besideRunning(process.env, readEnvironment(process.env).dataDir));
  const databases = await openDatabases(environment);
  await databases.migrate();
  const secrets = await loadSecrets(environment);
  const wiring = await openWiring({ ...environment, databaseUrl: databases.databaseUrl }, secrets, {
    applicationName: 'manbiao-worker',
  });
  const worker = startWorker(wiring);
  stopWhenAsked(async () => {
    await worker.stop();
    await wiring.close();
    await databases.stop();
  });
  ready();
});
