import { serve } from '@hono/node-server';
import { migrateBank } from '#db/bank/migrate.ts';
import { openBankPool } from '#db/bank/pool.ts';
import { openBank } from './bank.ts';
import { makeApp } from './http/app.ts';

export type BankOptions = { databaseUrl: string; host?: string; port?: number };
export type RunningBank = { url: string; port: number; close: () => Promise<void> };

/**
 * Starts the custody-bank simulator on its own database, which it migrates first. Port 0 takes a free one. `close`
 * stops taking requests, finishes what is under way, and lets go of the database.
 * @throws when the port is taken or the database cannot be reached
 */
export async function startBank({ databaseUrl, host = '127.0.0.1', port = 3100 }: BankOptions): Promise<RunningBank> {
  await migrateBank(databaseUrl);
  const pool = openBankPool(databaseUrl, { max: 16 });
  const bank = await openBank(pool);
  const app = makeApp(bank);
  const listening = await new Promise<{ server: ReturnType<typeof serve>; port: number }>((done, fail) => {
    // Longer than any client keeps an idle connection: it must not be closed just when a request sets out on it.
    const serverOptions = { keepAliveTimeout: 65_000 };
    const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }, (info) =>
      done({ server, port: info.port }),
    );
    server.once('error', fail);
  }).catch(async (error: unknown) => {
    await bank.close();
    await pool.close();
    throw error;
  });
  const { server } = listening;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`,
    port: listening.port,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await bank.close();
      await pool.close();
    },
  };
}
