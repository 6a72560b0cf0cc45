import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Language, Phrase } from './language.ts';
import { STYLE } from './style.ts';

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

const WORDS = {
  ribbon: { zh: '模拟银行：不涉及真实资金', en: 'Simulated bank: no real money is involved' },
  notice: { zh: '声明', en: 'Notice' },
  bank: { zh: '模拟存管银行', en: 'Simulated custody bank' },
  sub: { zh: '客户资金存管页面', en: 'Customer pages for money held in custody' },
  foot: {
    zh: '本页由模拟银行提供，与平台相互独立。',
    en: 'This page belongs to the simulated bank and is independent of the platform.',
  },
} as const satisfies Record<string, Phrase>;

/** One page of the bank. `script` runs where scripts are allowed; every page works without. */
export async function page(
  c: Context,
  language: Language,
  title: string,
  body: Markup,
  options: { status?: 200 | 400 | 404 | 410; script?: string; leavesTo?: 'anywhere' } = {},
): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const script = options.script ? html`<script nonce="${nonce}">${raw(options.script)}</script>` : '';
  const document = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${WORDS.bank[language]}</title><style nonce="${nonce}">${raw(STYLE)}</style></head>
<body><aside class="ribbon" aria-label="${WORDS.notice[language]}">${WORDS.ribbon[language]}</aside>
<header><div class="mark" aria-hidden="true">存</div><div><p><strong>${WORDS.bank[language]}</strong></p><p><small>${WORDS.sub[language]}</small></p></div></header>
<main>${await body}</main>
<footer><p>${WORDS.foot[language]}</p></footer>${script}</body></html>`;
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action ${options.leavesTo ? 'http: https:' : "'self'"}`,
  );
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  c.header('x-content-type-options', 'nosniff');
  return c.html(await document, options.status ?? 200);
}
