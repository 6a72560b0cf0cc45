import { html } from 'hono/html';
import type { Bank } from '../bank.ts';
import type { Call } from '../http/request.ts';
import type { WireContext } from '../http/serve.ts';
import { noticeFields } from '../notify/notice.ts';
import { Refusal } from '../refusal.ts';
import type { Language } from './language.ts';
import { page } from './layout.ts';
import { redirectUrlOf } from './redirect-url.ts';
import { returnForm } from './return-page.ts';

type Refused = { call: Call | undefined; userDevice: string | undefined; answer: string; error: unknown };

const WORDS = {
  title: { zh: '无法办理此业务', en: 'This request was refused' },
  lead: {
    zh: '平台提交的请求未被受理，原因如下。',
    en: 'The bank did not accept what the platform asked for. The reason:',
  },
  code: { zh: '错误代码', en: 'Error code' },
  number: { zh: '请求流水号', en: 'Request number' },
  back: { zh: '返回平台', en: 'Back to the platform' },
};

/** Tells the customer why the bank refused a gateway request; back to the platform only when it truly sent it. */
export async function refusalPage(bank: Bank, c: WireContext, language: Language, refused: Refused): Promise<Response> {
  const refusal = refused.error instanceof Refusal ? refused.error : new Refusal('100001');
  const redirectUrl = refused.call && redirectUrlOf(refused.call.request);
  const fields =
    refused.call &&
    (await noticeFields(bank, {
      platformNo: refused.call.platformNo,
      service: refused.call.service,
      userDevice: refused.userDevice ?? 'PC',
      responseType: 'CALLBACK',
      respData: refused.answer,
    }));
  const requestNo = refused.call?.request.requestNo;
  const body = html`<h1>${WORDS.title[language]}</h1><p class="lead">${WORDS.lead[language]}</p>
<div class="alert" role="alert"><p><strong>${refusal.message}</strong></p>${refusal.detail ? html`<p><code>${refusal.detail}</code></p>` : ''}</div>
<dl><div><dt>${WORDS.code[language]}</dt><dd>${refusal.errorCode}</dd></div>
${typeof requestNo === 'string' ? html`<div><dt>${WORDS.number[language]}</dt><dd>${requestNo}</dd></div>` : ''}</dl>
${redirectUrl && fields ? returnForm(redirectUrl, fields, WORDS.back[language]) : ''}`;
  return page(c, language, WORDS.title[language], body, { leavesTo: 'anywhere' });
}
