import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Bank } from '../bank.ts';
import type { Language, Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import { STYLE } from '../pages/style.ts';

const DESK_STYLE = `
header.desk,main.desk{max-width:76rem}main.desk{border-radius:10px}header.desk{flex-wrap:wrap}header.desk .side{margin-left:auto;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;font-size:.875rem}
.wide{overflow-x:auto;margin:0 -.25rem;padding:0 .25rem}.wide:focus-visible,pre:focus-visible{outline:3px solid var(--seal);outline-offset:2px}pre.raw{background:var(--paper);border:1px solid var(--rule);border-radius:6px;padding:.75rem;margin:0;max-height:32rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:.8125rem/1.5 ui-monospace,monospace}
dl.facts dd{text-align:left;flex:1}dl.facts dt{flex:0 0 14rem}@media (max-width:36rem){dl.facts div{display:block}}td{min-width:5rem;max-width:24rem;overflow-wrap:break-word}dl.facts dt{max-width:none}td button{white-space:nowrap}pre mark{background:var(--seal);color:var(--on-seal);border-radius:3px;padding:0 .2rem;font-size:.6875rem}.tools>div{flex:1 1 10rem;max-width:18rem}.tools>.wide-field{max-width:none}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem;list-style:none;margin:0 auto 1rem;padding:0 1rem;max-width:76rem}
nav a{display:block;padding:.4rem .6rem;font-size:.9375rem;border-radius:6px;color:var(--ink);text-decoration:none}nav a:hover{background:var(--note)}nav a[aria-current]{background:var(--seal);color:var(--on-seal)}
a{color:var(--seal)}h2{font-size:1.125rem;margin:1.5rem 0 .5rem}table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--rule);vertical-align:top}th{color:var(--soft);font-weight:600;white-space:nowrap}
td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;min-width:16rem;max-width:40rem;font:.8125rem/1.5 ui-monospace,monospace}
.tools{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:.5rem 0 1rem}.tools label{margin:0;font-size:.875rem}.tools textarea{width:100%;font:.8125rem/1.5 ui-monospace,monospace;padding:.5rem;color:var(--ink);background:var(--field);border:1px solid var(--field-rule);border-radius:6px}.wide-field{flex:1 1 100%}.tools input,.tools select{max-width:100%;font:inherit;padding:.4rem .6rem;color:var(--ink);background:var(--field);border:1px solid var(--field-rule);border-radius:6px;min-height:2.5rem;width:100%}
.tools button,td button{min-height:2.25rem;padding:.35rem .9rem}.good{color:inherit}.good::before{content:"✓ "}.bad{color:var(--bad);font-weight:700}.bad::before{content:"✗ "}
.checks{list-style:none;padding:0}.tiles{border:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:0 0 1rem}.tiles div{display:block;border:1px solid var(--rule);border-radius:8px;padding:.75rem 1rem}.tiles dd{text-align:left;font-size:1.25rem;font-weight:600}
`;

export const PLACES: readonly { path: string; name: Phrase }[] = [
  { path: '/desk', name: { zh: '总览', en: 'Overview' } },
  { path: '/desk/accounts', name: { zh: '账户', en: 'Accounts' } },
  { path: '/desk/projects', name: { zh: '标的', en: 'Projects' } },
  { path: '/desk/freezes', name: { zh: '冻结', en: 'Freezes' } },
  { path: '/desk/trades', name: { zh: '交易', en: 'Trades' } },
  { path: '/desk/clerk', name: { zh: '柜员审核', en: 'Clerk' } },
  { path: '/desk/payouts', name: { zh: '出款', en: 'Payouts' } },
  { path: '/desk/channels', name: { zh: '渠道差错', en: 'Channel breaks' } },
  { path: '/desk/files', name: { zh: '对账文件', en: 'Check files' } },
  { path: '/desk/notifies', name: { zh: '通知', en: 'Notifies' } },
  { path: '/desk/requests', name: { zh: '请求日志', en: 'Requests' } },
  { path: '/desk/platforms', name: { zh: '平台', en: 'Platforms' } },
  { path: '/desk/switches', name: { zh: '时钟与故障', en: 'Clock and faults' } },
];

const WORDS = {
  desk: { zh: '模拟存管银行 · 操作台', en: 'Simulated custody bank · operator’s desk' },
  ribbon: { zh: '模拟银行：不涉及真实资金', en: 'Simulated bank: no real money is involved' },
  notice: { zh: '声明', en: 'Notice' },
  places: { zh: '操作台', en: 'Desk' },
  other: { zh: 'English', en: '中文' },
} as const satisfies Record<string, Phrase>;

export type DeskPage = { bank: Bank; language: Language; platformNo: string | undefined };

/** A form that is one button. */
export const postButton = (action: string, label: string, { platformNo }: DeskPage): Markup =>
  html`<form method="post" action="${action}?platformNo=${encodeURIComponent(platformNo ?? '')}"><button type="submit">${label}</button></form>`;

/** The other language, and the other platforms. */
function sideLinks({ bank, language, platformNo }: DeskPage): Markup {
  const other = language === 'zh' ? 'en' : 'zh';
  const others = bank.keys.platforms().filter((one) => one.platformNo !== platformNo);
  const links = others
    .slice(0, 5)
    .map((one) => html`<a href="/desk?platformNo=${encodeURIComponent(one.platformNo)}">${one.platformNo}</a>`);
  return html`<div class="side">${links}<a href="/desk/language?to=${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${WORDS.other[language]}</a></div>`;
}

/** One page of the operator's desk. The business date and the platform stand in its header. */
export async function deskPage(c: Context, desk: DeskPage, title: string, body: Markup): Promise<Response> {
  const { bank, language, platformNo } = desk;
  const nonce = randomBytes(16).toString('base64');
  const query = platformNo ? `?platformNo=${encodeURIComponent(platformNo)}` : '';
  const here = c.req.path;
  const section = here.split('/').slice(0, 3).join('/');
  const places = PLACES.map(
    ({ path, name }) =>
      html`<li><a href="${path}${query}"${path === section ? html` aria-current="${here === path ? 'page' : 'true'}"` : ''}>${name[language]}</a></li>`,
  );
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'`,
  );
  c.header('cache-control', 'no-store');
  return c.html(
    await html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${WORDS.desk[language]}</title><style nonce="${nonce}">${raw(STYLE + DESK_STYLE)}</style></head>
<body><aside class="ribbon" aria-label="${WORDS.notice[language]}">${WORDS.ribbon[language]}</aside>
<header class="desk"><div class="mark" aria-hidden="true">存</div><div><p><strong>${WORDS.desk[language]}</strong></p><p><small>${platformNo ?? '—'} · ${bank.clock.businessDate()}</small></p></div>${sideLinks(desk)}</header>
<nav aria-label="${WORDS.places[language]}"><ul>${places}</ul></nav>
<main class="desk"><h1>${title}</h1>${await body}</main></body></html>`,
  );
}
