import { startBank } from '#server/bank/main.ts';
import { seedWorld } from '#server/cli/seed.ts';
import { BootError, readEnvironment } from '#server/environment.ts';
import { loadSecrets } from '#server/secrets.ts';
import { besideRunning, runningOn } from './world/control.ts';
import { type Databases, discardHalfMade, keepWorld, openDatabases, worldState } from './world/databases.ts';
import { orExplain } from './world/process.ts';

async function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

/** Makes the world with the running bank, or with one that is started for the purpose. */
async function seed(databases: Databases): Promise<void> {
  const environment = readEnvironment(besideRunning(process.env, readEnvironment(process.env).dataDir));
  const { simulatorUrl, host, bankPort } = environment;
  if (!environment.demoMode || !simulatorUrl)
    throw new BootError('A world is made only in demo mode (DEMO_MODE=1) and with the bank simulator.', []);
  const bank =
    databases.bankDatabaseUrl && !(await isAnswering(simulatorUrl))
      ? await startBank({ databaseUrl: databases.bankDatabaseUrl, host, port: bankPort })
      : undefined;
  try {
    const secrets = await loadSecrets(environment);
    await seedWorld({ ...environment, databaseUrl: databases.databaseUrl }, secrets, (line) => console.error(line));
  } finally {
    await bank?.close();
  }
}

/** `npm run seed`: makes the demo world where there is none. `npm start` does it by itself. */
orExplain(async () => {
  const environment = readEnvironment(process.env);
  const supervised = process.send !== undefined;
  const databases = await openDatabases(environment);
  try {
    if (!supervised) await discardHalfMade(databases);
    if (!supervised) await databases.migrate();
    const state = await worldState(databases.databaseUrl);
    if (state === 'own') throw new BootError('There are members already: no world is made among them.', []);
    await seed(databases);
    if (!supervised && !runningOn(environment.dataDir)) await keepWorld(databases);
  } finally {
    await databases.stop();
  }
  console.error(supervised ? 'done' : 'The demo world is there.');
  process.exit(0);
});
