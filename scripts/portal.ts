import { createServer } from 'node:http';
import { join } from 'node:path';
import next from 'next';
import { readEnvironment } from '#server/environment.ts';
import { loadSecrets } from '#server/secrets.ts';
import { build, isBuilt } from './world/build.ts';
import { besideRunning } from './world/control.ts';
import { openDatabases } from './world/databases.ts';
import { choosePort } from './world/ports.ts';
import { orExplain, ready, stopWhenAsked } from './world/process.ts';
import { progressOn } from './world/progress.ts';
import { variablesOf } from './world/variables.ts';

const DRAIN_LIMIT_MS = 5_000;

/** `npm run portal`: the portal alone, built first when its sources have changed. Any number may run. */
orExplain(async () => {
  const given = readEnvironment(process.env);
  const wish = { variable: 'PORT', wanted: given.port, explicit: Boolean(process.env.PORT) } as const;
  const port = String(await choosePort(given.host, wish, [given.bankPort]));
  // Beside a running `npm start` this is one more portal behind its address.
  const environment = readEnvironment({ ...besideRunning(process.env, given.dataDir), PORT: port });
  const supervised = process.send !== undefined;
  const distDir = process.env.NEXT_DIST_DIR || '.next';
  if (!supervised && !isBuilt(distDir))
    await progressOn(process.stderr).step('portal, built from its sources', () =>
      build(distDir, join(environment.dataDir, 'logs')),
    );
  const databases = await openDatabases(environment);
  if (!supervised) await databases.migrate();
  // Everything inside reads its environment from the process; next-auth reads these two from nowhere else.
  Object.assign(process.env, variablesOf(environment, databases), { NODE_ENV: 'production', NEXT_DIST_DIR: distDir });
  const { authSecret } = await loadSecrets(environment);
  Object.assign(process.env, { NEXTAUTH_URL: environment.publicUrl, NEXTAUTH_SECRET: authSecret });

  const app = next({
    dev: false,
    dir: join(import.meta.dirname, '..'),
    hostname: environment.host,
    port: environment.port,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((done, fail) => server.once('error', fail).listen(environment.port, environment.host, done));
  stopWhenAsked(async () => {
    const drained = new Promise<void>((done) => server.close(() => done()));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS).unref();
    await drained;
    await databases.stop();
  });
  console.log(`The portal listens on port ${environment.port}; its address is ${environment.publicUrl}`);
  ready();
});
