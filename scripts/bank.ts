import { join } from 'node:path';
import { startBank } from '#server/bank/main.ts';
import { BootError, readEnvironment } from '#server/environment.ts';
import { lockHolder, releaseLock, takeLock } from './postgres/lock-file.ts';
import { runningOn } from './world/control.ts';
import { openDatabases } from './world/databases.ts';
import { choosePort } from './world/ports.ts';
import { orExplain, ready, stopWhenAsked } from './world/process.ts';

/** `npm run bank`: the custody-bank simulator alone, on its own database; on the embedded one unless it is named. */
orExplain(async () => {
  const environment = readEnvironment(process.env);
  const { dataDir, host } = environment;
  const supervised = process.send !== undefined;
  const running = supervised ? undefined : runningOn(dataDir);
  if (running?.bankUrl) throw new BootError(`A bank already runs on ${dataDir}: ${running.bankUrl}`, []);
  const wish = {
    variable: 'BANK_PORT',
    wanted: environment.bankPort,
    explicit: Boolean(process.env.BANK_PORT),
  } as const;
  const port = await choosePort(host, wish);
  const databases = await openDatabases(environment);
  if (databases.bankDatabaseUrl === undefined) throw new BootError('The simulator needs BANK_DATABASE_URL.', []);
  const lock = join(dataDir, 'bank.lock');
  if (databases.embedded && !takeLock(lock) && !takeLock(lock))
    throw new BootError(`A bank already runs on ${dataDir} (process ${lockHolder(lock)?.split(':')[0]}).`, []);
  const bank = await startBank({ databaseUrl: databases.bankDatabaseUrl, host, port });
  stopWhenAsked(async () => {
    await bank.close();
    releaseLock(lock);
    await databases.stop();
  });
  console.log(`The bank answers at ${bank.url} (wire below ${bank.url}/bha-neo-app/lanmaotech)`);
  ready();
});
