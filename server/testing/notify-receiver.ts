import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mintSystem } from '../domain/actors.ts';
import { receiveNotify } from '../domain/custody/receive-notify.ts';
import type { Wiring } from '../wiring.ts';

/** Where the bank's notifies arrive in tests: an HTTP server that does what the portal's route does. */
export type NotifyReceiver = Readonly<{
  url: string;
  /** Every delivery so far, with what became of it. */
  received: readonly { fields: Readonly<Record<string, string>>; answer: string }[];
  /** Until released, deliveries are answered 503 and touch nothing. */
  hold: (held: boolean) => void;
  close: () => Promise<void>;
}>;

function listen(server: Server): Promise<number> {
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
}

/** Starts the receiver; `wiring` is asked for only when something arrives. */
export async function startNotifyReceiver(wiring: () => Wiring): Promise<NotifyReceiver> {
  const received: { fields: Record<string, string>; answer: string }[] = [];
  let held = false;
  const take = async (fields: Record<string, string>): Promise<string> => {
    if (held) return 'HELD';
    try {
      const ctx = await wiring().contextFor(mintSystem());
      return (await receiveNotify(ctx, fields)) === 'taken' ? 'SUCCESS' : 'REFUSED';
    } catch (error) {
      return `ERROR ${error}`;
    }
  };
  const server = createServer(async (request, response) => {
    const fields = Object.fromEntries(new URLSearchParams(await text(request)));
    const answer = await take(fields);
    received.push({ fields, answer });
    response.writeHead(answer === 'SUCCESS' ? 200 : 503).end(answer);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/api/custody/notify`,
    received,
    hold: (wanted) => {
      held = wanted;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
