import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { isUuid } from '#server/primitives/ids.ts';
import type { Bank } from '../bank.ts';
import { depositMoney } from '../control/accounts.ts';
import { confirmBreak, reverseBreak } from '../control/channel-breaks.ts';
import { decideAtDesk } from '../control/clerk.ts';
import { BadInput, onlyLoopback, platformOf } from '../control/input.ts';
import { setPlatformState } from '../control/platform-sheet.ts';
import { registerPlatform } from '../control/platforms.ts';
import { redeliver } from '../control/sheets.ts';
import { addFault, moveClock } from '../control/switches.ts';
import { type Language, pageLanguage } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import { Refusal } from '../refusal.ts';
import { accountBody, accountsBody } from './account-pages.ts';
import { freezesBody, projectBody, projectsBody, tradeBody, tradesBody } from './book-pages.ts';
import { channelsBody } from './channel-pages.ts';
import { clerkBody } from './clerk-pages.ts';
import { type DeskPage, deskPage, PLACES } from './desk-layout.ts';
import { dayFilesBody, fileBody, filesBody } from './file-pages.ts';
import { notifiesBody } from './log-pages.ts';
import { overviewBody } from './overview.ts';
import { payoutsBody } from './payout-pages.ts';
import { platformsBody } from './platform-pages.ts';
import { requestBody, requestsBody } from './request-pages.ts';
import { clockOf, faultOf, switchesBody } from './switch-pages.ts';

type Desk = Hono<{ Bindings: HttpBindings }>;
type Body = (desk: DeskPage & { platformNo: string }, c: Context) => Promise<Markup> | Markup;

/** The language chosen at the desk, if one was; the browser's otherwise. */
function deskLanguage(c: Context): Language {
  const chosen = /(?:^|;\s*)desk_language=(zh|en)/.exec(c.req.header('cookie') ?? '')?.[1];
  return c.req.query('lang') === undefined && chosen ? (chosen as Language) : pageLanguage(c);
}

function deskOf(bank: Bank, c: Context): DeskPage {
  const platforms = bank.keys.platforms();
  const named = platforms.find((one) => one.platformNo === c.req.query('platformNo'));
  return { bank, language: deskLanguage(c), platformNo: (named ?? platforms[0])?.platformNo };
}

/** The place's name, on a page of one thing its number. */
function titleOf(path: string, language: Language): string {
  const last = decodeURIComponent(path.split('/').at(-1) ?? '');
  const place = isUuid(last) ? path.slice(0, -last.length - 1) : path;
  return PLACES.find((one) => one.path === place)?.name[language] ?? last;
}

function pages(app: Desk, bank: Bank): void {
  const show = (path: string, body: Body): void => {
    app.get(path, async (c) => {
      const desk = deskOf(bank, c);
      const { platformNo } = desk;
      if (!platformNo) return c.redirect('/desk');
      return deskPage(c, desk, titleOf(c.req.path, desk.language), await body({ ...desk, platformNo }, c));
    });
  };
  app.get('/', async (c) => {
    const desk = deskOf(bank, c);
    return deskPage(c, desk, titleOf('/desk', desk.language), await overviewBody(desk));
  });
  app.get('/platforms', async (c) => {
    const desk = deskOf(bank, c);
    return deskPage(c, desk, titleOf('/desk/platforms', desk.language), await platformsBody(desk));
  });
  app.get('/language', (c) => {
    const to = c.req.query('to') === 'zh' ? 'zh' : 'en';
    c.header('set-cookie', `desk_language=${to}; Path=/desk; SameSite=Strict; Max-Age=31536000`);
    return c.redirect('/desk');
  });
  const param = (c: Context, name: string): string => c.req.param(name) ?? '';
  show('/accounts', (desk, c) => accountsBody(desk, c.req.query('like') ?? ''));
  show('/accounts/:no', (desk, c) => accountBody(desk, param(c, 'no')));
  show('/projects', (desk) => projectsBody(desk));
  show('/projects/:no', (desk, c) => projectBody(desk, param(c, 'no')));
  show('/freezes', (desk) => freezesBody(desk));
  show('/trades', (desk) => tradesBody(desk));
  show('/trades/:no', (desk, c) => tradeBody(desk, param(c, 'no')));
  show('/clerk', (desk) => clerkBody(desk));
  show('/payouts', (desk) => payoutsBody(desk));
  show('/channels', (desk) => channelsBody(desk));
  show('/files', (desk) => filesBody(desk));
  show('/files/:date', (desk, c) => dayFilesBody(desk, param(c, 'date')));
  show('/files/:date/:name', (desk, c) => fileBody(desk, param(c, 'date'), param(c, 'name')));
  show('/notifies', (desk, c) => notifiesBody(desk, c.req.query()));
  show('/requests', (desk, c) => requestsBody(desk, c.req.query()));
  show('/requests/:id', (desk, c) => requestBody(desk, param(c, 'id')));
  show('/switches', (desk) => switchesBody(desk));
}

function actions(app: Desk, bank: Bank): void {
  const act = (
    path: string,
    back: string,
    work: (form: Record<string, string>, c: Context) => Promise<unknown>,
  ): void => {
    app.post(path, async (c) => {
      const entries = [...(await c.req.raw.formData().catch(() => new FormData())).entries()];
      const form = Object.fromEntries(entries.filter(([, value]) => value !== ''));
      await work(form as Record<string, string>, c);
      return c.redirect(`/desk/${back}?platformNo=${encodeURIComponent(c.req.query('platformNo') ?? '')}`, 303);
    });
  };
  act('/accounts/:no/deposit', 'accounts', (form, c) =>
    depositMoney(bank, platformOf(bank, c), c.req.param('no') ?? '', form),
  );
  act('/clock', 'switches', (form) => moveClock(bank, clockOf(form)));
  act('/faults', 'switches', (form) => addFault(bank, faultOf(form)));
  act('/faults/remove', 'switches', () => bank.faults.remove());
  act('/faults/:id/remove', 'switches', (_, c) => bank.faults.remove(c.req.param('id') as never));
  act('/clerk/:requestNo', 'clerk', (form, c) =>
    decideAtDesk(bank, platformOf(bank, c), c.req.param('requestNo') ?? '', form),
  );
  act('/channels/:no/confirm', 'channels', (_, c) => confirmBreak(bank, platformOf(bank, c), c.req.param('no') ?? ''));
  act('/channels/:no/reverse', 'channels', (_, c) => reverseBreak(bank, platformOf(bank, c), c.req.param('no') ?? ''));
  act('/platforms', 'platforms', (form) => registerPlatform(bank, form));
  for (const [verb, state] of [
    ['suspend', 'SUSPENDED'],
    ['resume', 'ACTIVE'],
  ] as const) {
    act(`/platforms/:no/${verb}`, 'platforms', (_, c) => setPlatformState(bank, c.req.param('no') ?? '', { state }));
  }
  act('/notifies/:id/redeliver', 'notifies', (_, c) => redeliver(bank, c.req.param('id') ?? ''));
}

/** The operator's desk: the book, the files, the logs and the switches, for whoever sits at this machine. */
export function operatorsDesk(bank: Bank): Desk {
  const app: Desk = new Hono();
  app.use(onlyLoopback);
  app.onError((error, c) => {
    if (!(error instanceof BadInput || error instanceof Refusal)) throw error;
    const desk = deskOf(bank, c);
    const title = { zh: '无法办理', en: 'That cannot be done' }[desk.language];
    return deskPage(c, desk, title, html`<div class="alert" role="alert"><p>${error.message}</p></div>`);
  });
  pages(app, bank);
  actions(app, bank);
  return app;
}
