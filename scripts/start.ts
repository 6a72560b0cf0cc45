import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BootError, type Environment, readEnvironment } from '#server/environment.ts';
import { lockHolder, releaseLock, takeLock } from './postgres/lock-file.ts';
import { cardOf } from './world/card.ts';
import { openControl, runningOn } from './world/control.ts';
import { choosePort } from './world/ports.ts';
import { orExplain, stopWhenAsked, stopWithParent } from './world/process.ts';
import { progressOn } from './world/progress.ts';
import { placesOf } from './world/variables.ts';
import { startWorld, type World } from './world/world.ts';

/** The environment with ports that are free now. */
async function withPorts(given: Environment): Promise<Environment> {
  const { host } = given;
  const bankWish = { variable: 'BANK_PORT', wanted: given.bankPort, explicit: Boolean(process.env.BANK_PORT) } as const;
  const wish = { variable: 'PORT', wanted: given.port, explicit: Boolean(process.env.PORT) } as const;
  const port = await choosePort(host, wish, bankWish.explicit ? [given.bankPort] : []);
  const bankPort = given.simulatorUrl ? await choosePort(host, bankWish, [port]) : given.bankPort;
  return readEnvironment({ ...process.env, PORT: String(port), BANK_PORT: String(bankPort) });
}

/** One supervisor for one data folder. */
function takePlace(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const lock = join(dataDir, 'start.lock');
  // A lock of one that is gone is removed by the first try and taken by the second.
  if (takeLock(lock) || takeLock(lock)) return;
  const running = runningOn(dataDir);
  const where = running ? running.portalUrl : `process ${lockHolder(lock)?.split(':')[0]}, still starting`;
  throw new BootError(`Manbiao already runs on ${dataDir} (${where}).`, []);
}

/** `npm start`: everything from one command. `-- --logs` shows what the processes print. */
orExplain(async () => {
  const began = performance.now();
  const given = readEnvironment(process.env);
  takePlace(given.dataDir);
  const ending = new AbortController();
  let world: World | undefined;
  let starting: Promise<World> | undefined;
  let closeControl = (): void => {};
  const progress = progressOn(process.stdout);
  const stop = async (): Promise<void> => {
    progress.say('\nStopping …');
    ending.abort();
    await starting?.catch(() => {});
    closeControl();
    await world?.stop();
    releaseLock(join(given.dataDir, 'start.lock'));
    progress.say('All stopped.');
  };
  stopWhenAsked(stop);
  stopWithParent(() => process.kill(process.pid, 'SIGTERM'));
  try {
    const environment = await withPorts(given);
    starting = startWorld({
      environment,
      distDir: process.env.NEXT_DIST_DIR || '.next',
      progress,
      showOutput: process.argv.includes('--logs'),
      signal: ending.signal,
    });
    world = await starting;
    const running = world;
    const control = await openControl(given.dataDir, {
      reset: () => progress.step('reset', () => running.reset()),
    });
    closeControl = control.close;
    const { portalUrl, bankUrl } = running;
    control.announce({ portalUrl, bankUrl, variables: placesOf(environment) });
    if (!ending.signal.aborted) progress.say(await cardOf(world, (performance.now() - began) / 1000));
  } catch (error) {
    // Asked to stop while starting: stop() tells the rest.
    if (ending.signal.aborted) return;
    releaseLock(join(given.dataDir, 'start.lock'));
    throw error;
  }
});
