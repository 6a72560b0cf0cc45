import { serve } from '@hono/node-server';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { BankDatabase } from '#db/bank/pool.ts';
import * as schema from '#db/bank/schema/all.ts';
import { openPoolWith } from '#db/pool.ts';
import { openBank } from '#server/bank/bank.ts';
import { makeApp } from '#server/bank/http/app.ts';

export type Statement = { text: string; parameters: unknown[] };
export type RecordedBank = Readonly<{
  url: string;
  /** What the bank has sent to its database since the last time it was asked. */
  takeStatements: () => Statement[];
  close: () => Promise<void>;
}>;

/** The loops' own statements are not those of a request, and the request log belongs to the protocol. */
const OWN = /request_log|from "?notify"? where state|update notify set attempts|"trade"\."due_at" <=/;

/** A bank in this process whose SQL is written down as it goes to the server. */
export async function openRecordedBank(databaseUrl: string): Promise<RecordedBank> {
  let statements: Statement[] = [];
  const logger = {
    logQuery: (text: string, parameters: unknown[]) => {
      if (!OWN.test(text)) statements.push({ text, parameters });
    },
  };
  const pool = openPoolWith<BankDatabase>(databaseUrl, { max: 16 }, (client) =>
    drizzle(client, { schema, casing: 'snake_case', logger }),
  );
  const bank = await openBank(pool);
  const app = makeApp(bank);
  const listening = await new Promise<{ server: ReturnType<typeof serve>; port: number }>((done) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => done({ server, port }));
  });
  const { server, port } = listening;
  return {
    url: `http://127.0.0.1:${port}`,
    takeStatements: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await bank.close();
      await pool.close();
    },
  };
}
