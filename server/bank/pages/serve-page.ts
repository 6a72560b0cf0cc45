import { eq } from 'drizzle-orm';
import { html } from 'hono/html';
import { pageSession } from '#db/bank/schema/pages.ts';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import { readWireJson } from '../http/json.ts';
import { type CheckedRequest, callAt } from '../http/request.ts';
import type { WireContext } from '../http/serve.ts';
import { operationOn, reportUnexpected } from '../http/serve-direct.ts';
import { optionalMoment } from '../operations/fields.ts';
import { Refusal } from '../refusal.ts';
import { cancelVisit, finishVisit, type Session } from './finish-visit.ts';
import { FORM_SCRIPT, type FormState, formBody } from './form.ts';
import { type Language, pageLanguage } from './language.ts';
import { page } from './layout.ts';
import { tokenDigest } from './open-page.ts';
import type { FormErrors, FormValues, PageOperation } from './page-operation.ts';
import { redirectUrlOf } from './redirect-url.ts';
import { returnPage } from './return-page.ts';

const GONE = {
  title: { zh: '页面已失效', en: 'This page has expired' },
  lead: {
    zh: '页面已超时或不存在，请返回平台重新发起。您的资金没有任何变动。',
    en: 'The page has timed out or does not exist. Please start again at the platform. Nothing has happened to your money.',
  },
};

const STOPPED = { zh: '暂时无法办理', en: 'This cannot be done now' };

/** A visit to a page: the session, its request and the operation behind it. */
type Visit = { bank: Bank; session: Session; operation: PageOperation; checked: CheckedRequest; language: Language };

const NOTHING_YET = { values: {}, errors: {}, smsNotice: false } as const;

function gone(c: WireContext, language: Language): Promise<Response> {
  const body = html`<h1>${GONE.title[language]}</h1><p class="lead">${GONE.lead[language]}</p>`;
  return page(c, language, GONE.title[language], body, { status: 410 });
}

/** What the page was for can no longer be done: the account has been closed meanwhile, or we are at fault. */
function stopped(c: WireContext, language: Language, refusal: Refusal): Promise<Response> {
  const body = html`<h1>${STOPPED[language]}</h1><div class="alert" role="alert"><p>${refusal.message} (${refusal.errorCode})</p></div>`;
  return page(c, language, STOPPED[language], body);
}

async function draw(
  c: WireContext,
  visit: Visit,
  state: Omit<FormState, 'formNumber' | 'secondsLeft'>,
): Promise<Response> {
  const { bank, session, operation, checked, language } = visit;
  const view = await operation.view(callAt(checked, bank.clock.now()));
  const secondsLeft = Math.max(0, Math.round((session.expiresAt.getTime() - realNow().getTime()) / 1000));
  const body = formBody(view, { ...state, formNumber: session.formNumber, secondsLeft }, language);
  return page(c, language, view.title[language], body, { script: FORM_SCRIPT });
}

/** A finished or cancelled visit shows its way back again, however often the page is loaded or submitted. */
function back(
  c: WireContext,
  { checked, language }: Visit,
  result: Readonly<Record<string, string>>,
): Promise<Response> {
  return returnPage(c, language, redirectUrlOf(checked.request) ?? '', result);
}

async function submit(c: WireContext, visit: Visit, values: FormValues): Promise<Response> {
  const { bank, session, operation, checked } = visit;
  let errors: FormErrors = {};
  try {
    errors = await operation.check(callAt(checked, bank.clock.now()), values);
    if (Object.keys(errors).length > 0) return draw(c, visit, { values, errors, smsNotice: false });
    const result = await finishVisit(bank, session, operation, checked, values);
    if (result) return back(c, visit, result);
  } catch (error) {
    reportUnexpected(session.service, error);
    const refusal = error instanceof Refusal ? error : new Refusal('100001');
    return draw(c, visit, { values, errors, refusal: refusal.message, smsNotice: false });
  }
  return c.redirect(c.req.path, 303);
}

async function readForm(c: WireContext): Promise<Record<string, string>> {
  const form = await c.req.raw.formData().catch(() => new FormData());
  return Object.fromEntries(
    [...form.entries()].map(([name, value]) => [
      name,
      (typeof value === 'string' ? value : '').trim().slice(0, 200).replaceAll('\0', '').toWellFormed(),
    ]),
  );
}

async function act(c: WireContext, visit: Visit): Promise<Response> {
  const { action = 'submit', formNumber, ...values } = await readForm(c);
  if (action === 'cancel') return back(c, visit, await cancelVisit(visit.bank, visit.session));
  if (action === 'send-sms') return draw(c, visit, { values, errors: {}, smsNotice: true });
  if (action === 'dismiss' || formNumber !== String(visit.session.formNumber)) {
    return draw(c, visit, { ...NOTHING_YET, values });
  }
  return submit(c, visit, values);
}

/** Serves a customer's page by the token in its address. */
export async function servePage(bank: Bank, c: WireContext): Promise<Response> {
  const language = pageLanguage(c);
  const digest = tokenDigest(c.req.param('token') ?? '');
  const [session] = await bank.pool.db.select().from(pageSession).where(eq(pageSession.tokenDigest, digest));
  const platform = session && bank.keys.platform(session.platformNo);
  if (!session || !platform) return gone(c, language);
  const { platformNo, service } = session;
  const checked = { bank, platform, platformNo, service, request: readWireJson(session.reqData) };
  const visit: Visit = { bank, session, operation: operationOn(service, 'page'), checked, language };
  if (session.result) return back(c, visit, session.result);
  const expired = optionalMoment(checked.request, 'expired');
  const late = session.expiresAt < realNow() || (expired !== undefined && expired < bank.clock.now());
  if (late || session.state !== 'open') return gone(c, language);
  try {
    return await (c.req.method === 'POST' ? act(c, visit) : draw(c, visit, NOTHING_YET));
  } catch (error) {
    reportUnexpected(service, error);
    return stopped(c, language, error instanceof Refusal ? error : new Refusal('100001'));
  }
}
