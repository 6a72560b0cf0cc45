import { openPool, type Pool } from '#db/pool.ts';
import { attachPostgres } from '#scripts/postgres/attach.ts';
import { postgresUrl } from '#scripts/postgres/cluster.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { loadSecrets, type Secrets } from '../secrets.ts';
import { openWiring, type Wiring } from '../wiring.ts';
import type { CommandInput } from './command.ts';

/** The environment with the URL of a database that answers: the named one, else the data folder's embedded server. */
async function withDatabase<Result>(
  input: CommandInput,
  work: (environment: Environment & { databaseUrl: string }) => Promise<Result>,
): Promise<Result> {
  const environment = readEnvironment(input.variables);
  if (environment.databaseUrl) return work({ ...environment, databaseUrl: environment.databaseUrl });
  const attached = await attachPostgres(environment.dataDir);
  try {
    return await work({ ...environment, databaseUrl: postgresUrl(attached.address, 'manbiao', 'manbiao') });
  } finally {
    await attached.stop();
  }
}

/** For commands that read the books and need no bank. */
export function withPool<Result>(input: CommandInput, work: (pool: Pool) => Promise<Result>): Promise<Result> {
  return withDatabase(input, async ({ databaseUrl }) => {
    const pool = openPool(databaseUrl, { max: 2, applicationName: 'manbiao-cli' });
    try {
      return await work(pool);
    } finally {
      await pool.close();
    }
  });
}

/** For commands that act: the environment with its database and keys. */
export function withSecrets<Result>(
  input: CommandInput,
  work: (environment: Environment, secrets: Secrets) => Promise<Result>,
): Promise<Result> {
  return withDatabase(input, async (environment) => work(environment, await loadSecrets(environment)));
}

/** For commands that act: keys, bank and verbs, as the worker has them. */
export function withWiring<Result>(input: CommandInput, work: (wiring: Wiring) => Promise<Result>): Promise<Result> {
  return withSecrets(input, async (environment, secrets) => {
    const wiring = await openWiring(environment, secrets, { applicationName: 'manbiao-cli' });
    try {
      return await work(wiring);
    } finally {
      await wiring.close();
    }
  });
}
