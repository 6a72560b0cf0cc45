import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Language } from './language.ts';
import { type Markup, page } from './layout.ts';

const WORDS = {
  title: { zh: '返回平台', en: 'Back to the platform' },
  lead: {
    zh: '正在返回平台。若未自动跳转，请点击按钮。',
    en: 'You are being taken back. If nothing happens, use the button.',
  },
  button: { zh: '返回平台', en: 'Back to the platform' },
};

/** The form that carries a signed result to the platform: the browser's CALLBACK. */
export const returnForm = (redirectUrl: string, fields: Readonly<Record<string, string>>, label: string): Markup =>
  html`<form id="return" method="post" action="${redirectUrl}">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="actions"><button class="main" type="submit">${label}</button></div></form>`;

/** The last page of a visit: posts the result by itself where scripts run, and by its button everywhere. */
export function returnPage(
  c: Context,
  language: Language,
  redirectUrl: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  const body = html`<h1>${WORDS.title[language]}</h1><p class="lead">${WORDS.lead[language]}</p>
${returnForm(redirectUrl, fields, WORDS.button[language])}`;
  return page(c, language, WORDS.title[language], body, {
    leavesTo: 'anywhere',
    script: "document.getElementById('return').submit()",
  });
}
