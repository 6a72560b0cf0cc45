import { mkdirSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { type Environment, readEnvironment } from './environment.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { openWiring, type Wiring } from './wiring.ts';

export type Portal = Readonly<{ environment: Environment; secrets: Secrets; wiring: Wiring; log: Logger }>;

const KEY = Symbol.for('manbiao.portal');
type Holder = { [KEY]?: Promise<Portal> };

async function open(): Promise<Portal> {
  const environment = readEnvironment(process.env);
  mkdirSync(environment.dataDir, { recursive: true });
  const secrets = await loadSecrets(environment);
  // next-auth reads these two from the process and nowhere else.
  process.env.NEXTAUTH_URL = environment.publicUrl;
  process.env.NEXTAUTH_SECRET = secrets.authSecret;
  const wiring = await openWiring(environment, secrets);
  return { environment, secrets, wiring, log: pino({ name: 'portal', level: process.env.LOG_LEVEL ?? 'info' }) };
}

/**
 * What the portal's process is made of, opened once however many bundles and requests ask. A failed opening is
 * forgotten, so that a bank which comes up late does not need a restart of the portal.
 */
export function portal(): Promise<Portal> {
  const holder = globalThis as Holder;
  holder[KEY] ??= open().catch((error: unknown) => {
    delete holder[KEY];
    throw error;
  });
  return holder[KEY];
}
