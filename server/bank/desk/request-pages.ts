import { html } from 'hono/html';
import { type LoggedRequest, requestSheet } from '../control/requests.ts';
import { requestsSheet } from '../control/sheets.ts';
import type { Language, Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import type { DeskPage } from './desk-layout.ts';
import { column, shortTime, table } from './table.ts';

const say = (zh: string, en: string): Phrase => ({ zh, en });

const WORDS = {
  service: say('业务', 'Service'),
  number: say('流水号', 'Request number'),
  find: say('查找', 'Find'),
  kept: say(
    '时间是本机时间，不是银行时钟。保留最近 7 天内最新的 100,000 条；每条内容最多 1 MiB。',
    'Times are the machine’s, not the bank’s. The newest 100,000 of the last 7 days are kept, at most 1 MiB of each text.',
  ),
  why: say('签名结论', 'What became of its signature'),
  received: say('收到内容的 SHA-1 摘要', 'SHA-1 of the bytes received'),
  signed: say('签名里的摘要', 'Digest that the signature holds'),
  unknown: say('无法用已登记的公钥打开', 'no registered key opens it'),
  serial: say('密钥序号', 'Key serial'),
  bytes: say('reqData 字节数', 'Bytes of reqData'),
  request: say(
    '收到的 reqData（LF 换行，CR 回车，TAB 制表，SP 首尾空格）',
    'reqData as received: LF, CR, TAB and blanks at an end are marked',
  ),
  hex: say('开头与结尾的字节', 'Its first and last bytes'),
  signature: say('收到的 sign', 'sign as received'),
  answer: say('应答', 'Answer'),
  fault: say('触发的故障', 'Fault that struck'),
  hungUp: say('连接被切断，没有应答', 'the connection was broken, nothing was answered'),
  unchecked: say(
    '没有走到验签这一步：平台编号不存在，或请求不可读',
    'it never came to a check: no such platform, or nothing that could be read',
  ),
} as const satisfies Record<string, Phrase>;

const mark = ({ signatureValid }: LoggedRequest): Markup | string =>
  signatureValid === null
    ? '—'
    : html`<span class="${signatureValid ? 'good' : 'bad'}">${signatureValid ? 'OK' : '100003'}</span>`;

const linkTo = ({ id, at }: LoggedRequest, { platformNo }: DeskPage): Markup =>
  html`<a href="/desk/requests/${id}?platformNo=${encodeURIComponent(platformNo ?? '')}">${shortTime(at)}</a>`;

/** Error code or status, for the list. */
function outcome({ httpStatus, answer }: LoggedRequest): string {
  if (httpStatus === 0) return '✗';
  const code = /"errorCode":"(\d+)"/.exec(answer ?? '')?.[1];
  return code ?? /"status":"(\w+)"/.exec(answer ?? '')?.[1] ?? String(httpStatus);
}

/** The newest requests; by service and number when asked. */
export async function requestsBody(desk: DeskPage, query: Record<string, string>): Promise<Markup> {
  const { service = '', requestNo = '' } = query;
  const { requests } = await requestsSheet(desk.bank, { limit: '200', service, requestNo });
  const word = (name: keyof typeof WORDS): string => WORDS[name][desk.language];
  return html`<form class="tools" method="get"><input type="hidden" name="platformNo" value="${desk.platformNo ?? ''}">
<div><label for="service">${word('service')}</label><input id="service" name="service" value="${service}"></div>
<div><label for="requestNo">${word('number')}</label><input id="requestNo" name="requestNo" value="${requestNo}"></div>
<button type="submit">${word('find')}</button></form><p class="hint">${word('kept')}</p>
${table(
  desk.language,
  [
    column<LoggedRequest>('时间', 'Time', (row) => linkTo(row, desk)),
    column<LoggedRequest>('平台', 'Platform', (row) => row.platformNo),
    column<LoggedRequest>('业务', 'Service', (row) => row.service ?? row.endpoint),
    column<LoggedRequest>('流水号', 'Request', (row) => row.requestNo),
    column<LoggedRequest>('签名', 'Signature', mark),
    column<LoggedRequest>('结果', 'Outcome', outcome),
    column<LoggedRequest>('故障', 'Fault', (row) => row.fault),
    column<LoggedRequest>('毫秒', 'ms', (row) => row.durationMs, true),
  ],
  requests,
)}`;
}

const CONTROLS: Readonly<Record<string, string>> = { '\r': 'CR', '\n': 'LF', '\t': 'TAB', ' ': 'SP' };

/** Control characters made visible, and blanks where they stand at an end. */
const visible = (text: string): Markup[] =>
  text.split(/(^ +| +$|[\r\n\t])/).map((part) => {
    const control = CONTROLS[part.slice(0, 1)];
    const isMarked = control !== undefined && part.trim() === '' && part !== '';
    if (!isMarked) return html`${part}`;
    return html`<mark>${control}${part.length > 1 ? ` × ${part.length}` : ''}</mark>${part === '\n' ? '\n' : ''}`;
  });

const LONGEST_SHOWN = 20_000;

function hexEnds(text: string): string {
  const bytes = Buffer.from(text);
  const hex = (part: Buffer): string => part.toString('hex').replace(/(..)(?=.)/g, '$1 ');
  if (bytes.length <= 64) return hex(bytes);
  return `${hex(bytes.subarray(0, 32))} … ${hex(bytes.subarray(-16))}`;
}

const section = (title: string, text: string | null): Markup =>
  html`<h2>${title}</h2><pre class="raw" tabindex="0">${text === null || text === '' ? '—' : visible(text.slice(0, LONGEST_SHOWN))}</pre>`;

function facts(language: Language, rows: readonly [Phrase, string | Markup][]): Markup {
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name[language]}</dt><dd><code>${value}</code></dd></div>`)}</dl>`;
}

/** One request: its bytes, its answer, and why its signature was refused if it was. */
export async function requestBody(desk: DeskPage, id: string): Promise<Markup> {
  const { language } = desk;
  const found = await requestSheet(desk.bank, id);
  const { signature: judged } = found;
  const checked = found.signatureValid !== null;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const kind = found.signatureValid ? 'notice' : 'alert';
  return html`<p class="lead">${shortTime(found.at)} · ${found.endpoint} · ${found.service ?? '—'} · ${found.requestNo ?? '—'}</p>
<h2>${word('why')}</h2><div class="${kind}"><p>${checked ? judged.reason[language] : word('unchecked')}</p></div>
${facts(language, [
  [WORDS.received, judged.received],
  [WORDS.signed, judged.signed ?? word('unknown')],
  [WORDS.serial, judged.keySerial],
  [WORDS.bytes, String(judged.bytes)],
  [WORDS.hex, hexEnds(found.reqData ?? '')],
  ...(found.fault ? [[WORDS.fault, found.fault] as [Phrase, string]] : []),
])}
${section(word('request'), found.reqData)}${section(word('signature'), found.sign)}
${section(`${word('answer')} ${found.httpStatus || ''}`, found.httpStatus === 0 ? word('hungUp') : found.answer)}`;
}
