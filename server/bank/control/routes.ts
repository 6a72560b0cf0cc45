import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Bank } from '../bank.ts';
import { Refusal } from '../refusal.ts';
import { report } from '../report.ts';
import { accountSheet, depositMoney } from './accounts.ts';
import { booksSheet } from './books.ts';
import { channelBreaksSheet, confirmBreak, reverseBreak } from './channel-breaks.ts';
import { clerkSheet, decideAtDesk } from './clerk.ts';
import { BadInput, onlyLoopback, platformOf } from './input.ts';
import { openMembers } from './members.ts';
import { payoutsSheet } from './payouts.ts';
import { platformsSheet, setPlatformState } from './platform-sheet.ts';
import { registerPlatform } from './platforms.ts';
import { miscarryByBank } from './projects.ts';
import { requestSheet } from './requests.ts';
import {
  checkFileOf,
  freezesSheet,
  notifiesSheet,
  projectSheet,
  redeliver,
  requestsSheet,
  tradeSheet,
} from './sheets.ts';
import { addFault, clockSheet, fundCard, moveClock } from './switches.ts';

type Control = Hono<{ Bindings: HttpBindings }>;

function switches(app: Control, bank: Bank): void {
  app.post('/platforms', async (c) => c.json(await registerPlatform(bank, await c.req.json())));
  app.post('/platforms/:no/state', async (c) =>
    c.json(await setPlatformState(bank, c.req.param('no'), await c.req.json())),
  );
  app.get('/bank-key', (c) => c.text(bank.keys.bankPublicKeyPem));
  app.get('/clock', (c) => c.json(clockSheet(bank)));
  app.post('/clock', async (c) => c.json(await moveClock(bank, await c.req.json())));
  app.get('/faults', (c) => c.json({ faults: bank.faults.list() }));
  app.post('/faults', async (c) => c.json(await addFault(bank, await c.req.json())));
  app.delete('/faults', async (c) => c.json({ removed: await bank.faults.remove() }));
  app.delete('/faults/:id', async (c) => c.json({ removed: await bank.faults.remove(c.req.param('id') as never) }));
  app.post('/cards/fund', async (c) => c.json(await fundCard(bank, await c.req.json())));
  app.post('/members', async (c) => c.json(await openMembers(bank, await c.req.json())));
  app.post('/accounts/:no/deposit', async (c) =>
    c.json(await depositMoney(bank, platformOf(bank, c), c.req.param('no'), await c.req.json())),
  );
  app.post('/clerk/:requestNo', async (c) =>
    c.json(await decideAtDesk(bank, platformOf(bank, c), c.req.param('requestNo'), await c.req.json())),
  );
  app.post('/recharges/:no/confirm', async (c) =>
    c.json(await confirmBreak(bank, platformOf(bank, c), c.req.param('no'))),
  );
  app.post('/recharges/:no/reverse', async (c) =>
    c.json(await reverseBreak(bank, platformOf(bank, c), c.req.param('no'))),
  );
  app.post('/projects/:no/miscarry', async (c) =>
    c.json(await miscarryByBank(bank, platformOf(bank, c), c.req.param('no'))),
  );
  app.post('/notifies/:id/redeliver', async (c) => c.json(await redeliver(bank, c.req.param('id'))));
}

function sheets(app: Control, bank: Bank): void {
  app.get('/platforms', async (c) => c.json(await platformsSheet(bank)));
  app.get('/payouts', async (c) => c.json(await payoutsSheet(bank, platformOf(bank, c), c.req.query())));
  app.get('/channel-breaks', async (c) => c.json(await channelBreaksSheet(bank, platformOf(bank, c))));
  app.get('/books', async (c) => c.json(await booksSheet(bank, platformOf(bank, c))));
  app.get('/clerk', async (c) => c.json(await clerkSheet(bank, platformOf(bank, c))));
  app.get('/accounts/:no', async (c) => c.json(await accountSheet(bank, platformOf(bank, c), c.req.param('no'))));
  app.get('/freezes', async (c) => c.json(await freezesSheet(bank, platformOf(bank, c), c.req.query())));
  app.get('/trades/:requestNo', async (c) =>
    c.json(await tradeSheet(bank, platformOf(bank, c), c.req.param('requestNo'))),
  );
  app.get('/projects/:no', async (c) => c.json(await projectSheet(bank, platformOf(bank, c), c.req.param('no'))));
  app.get('/notifies', async (c) => c.json(await notifiesSheet(bank, platformOf(bank, c), c.req.query())));
  app.get('/requests', async (c) => c.json(await requestsSheet(bank, c.req.query())));
  app.get('/requests/:id', async (c) => c.json(await requestSheet(bank, c.req.param('id'))));
  app.get('/checkfiles/:date', (c) => checkFileOf(bank, c, platformOf(bank, c), c.req.param('date')));
}

/**
 * The control API: switches and sheets of the simulator, for loopback only and never for pages of other origins.
 * `?platformNo=` chooses the platform; with only one registered it may be left out. Amounts are decimal strings.
 */
export function controlApi(bank: Bank): Control {
  const app: Control = new Hono();
  app.use(onlyLoopback);
  app.onError((error, c) => {
    if (error instanceof BadInput) return c.json({ error: error.message }, error.status);
    if (error instanceof Refusal) return c.json({ error: error.message, detail: error.detail }, 409);
    if (error instanceof SyntaxError) return c.json({ error: 'a JSON body expected' }, 400);
    report('control', error);
    return c.json({ error: 'something went wrong' }, 500);
  });
  switches(app, bank);
  sheets(app, bank);
  return app;
}
