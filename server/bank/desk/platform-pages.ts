import { html } from 'hono/html';
import { platformsSheet } from '../control/platform-sheet.ts';
import type { Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import { type DeskPage, postButton } from './desk-layout.ts';
import { column, grouped, table } from './table.ts';

const say = (zh: string, en: string): Phrase => ({ zh, en });

const WORDS = {
  none: say(
    '还没有平台。登记一个平台的编号、公钥和通知地址，就可以开始调用。',
    'No platform yet. Register a number, a public key and a notify address, and calls can begin.',
  ),
  register: say('登记平台或换密钥', 'Register a platform or a key'),
  platformNo: say('平台编号', 'Platform number'),
  keySerial: say('密钥序号', 'Key serial'),
  notifyUrl: say('通知地址', 'Notify address'),
  custodyMode: say('存管模式', 'Custody mode'),
  advanceLimit: say('垫资额度（元）', 'Advance limit (yuan)'),
  publicKeyPem: say('公钥（PEM，PKCS#1 或 PKCS#8）', 'Public key (PEM, PKCS#1 or PKCS#8)'),
  submit: say('登记', 'Register'),
  bankKey: say('银行公钥', 'The bank’s public key'),
  bankKeyHint: say(
    '用它验证应答的 sign 与通知的签名。',
    'Verify the header sign of answers and the signatures of notifies with it.',
  ),
  suspend: say('停用', 'Suspend'),
  resume: say('启用', 'Resume'),
  changed: say('同一序号会替换密钥，新的序号会增加一把。', 'The same serial replaces its key, a new one adds a key.'),
} as const satisfies Record<string, Phrase>;

const MODES = ['direct', 'linked', 'joint'] as const;

/** The platforms, the bank's own key, and a form to register one. */
export async function platformsBody(desk: DeskPage): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const sheet = await platformsSheet(bank);
  type Row = (typeof sheet.platforms)[number];
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const field = (name: keyof typeof WORDS & string, value = '', more: Markup | string = ''): Markup =>
    html`<div><label for="${name}">${word(name)}</label><input id="${name}" name="${name}" value="${value}"${more}></div>`;
  const toggle = (row: Row): Markup => {
    const active = row.state === 'ACTIVE';
    const action = `/desk/platforms/${encodeURIComponent(row.platformNo)}/${active ? 'suspend' : 'resume'}`;
    return postButton(action, word(active ? 'suspend' : 'resume'), desk);
  };
  const columns = [
    column<Row>(
      '平台编号',
      'Platform',
      (row) => html`<a href="/desk?platformNo=${encodeURIComponent(row.platformNo)}">${row.platformNo}</a>`,
    ),
    column<Row>('状态', 'State', (row) => row.state),
    column<Row>('存管模式', 'Mode', (row) => row.custodyMode),
    column<Row>('密钥序号', 'Key serials', (row) => row.keySerials.join(', ')),
    column<Row>('通知地址', 'Notify address', (row) => row.notifyUrl),
    column<Row>('垫资额度', 'Advance limit', (row) => grouped(row.advanceLimit), true),
    column<Row>('操作', 'Action', toggle),
  ];
  return html`${sheet.platforms.length > 0 ? table(language, columns, sheet.platforms) : html`<p>${word('none')}</p>`}
<h2>${word('register')}</h2><p class="hint">${word('changed')}</p>
<form class="tools" method="post" action="/desk/platforms?platformNo=${encodeURIComponent(platformNo ?? '')}">
${field('platformNo', '', html` required`)}${field('keySerial', '1')}${field('notifyUrl', 'http://127.0.0.1:8080/notify', html` type="url" required`)}
<div><label for="custodyMode">${word('custodyMode')}</label><select id="custodyMode" name="custodyMode"><option value="">—</option>${MODES.map((mode) => html`<option>${mode}</option>`)}</select></div>
${field('advanceLimit')}
<div class="wide-field"><label for="publicKeyPem">${word('publicKeyPem')}</label><textarea id="publicKeyPem" name="publicKeyPem" rows="8" required spellcheck="false"></textarea></div>
<button type="submit">${word('submit')}</button></form>
<h2>${word('bankKey')}</h2><p class="hint">${word('bankKeyHint')} keySerial ${sheet.bankKeySerial}</p><pre class="raw" tabindex="0">${sheet.bankPublicKeyPem}</pre>`;
}
