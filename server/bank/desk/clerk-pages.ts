import { html } from 'hono/html';
import type { Decision } from '../clerk/decide.ts';
import { type ClerkLine, clerkSheet } from '../control/clerk.ts';
import { COMPANY_FIELDS } from '../pages/enterprise-fields.ts';
import type { Language, Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import type { DeskPage } from './desk-layout.ts';
import { column, shortTime, table } from './table.ts';

const KINDS: Readonly<Record<ClerkLine['kind'], Phrase>> = {
  ENTERPRISE_REGISTER: { zh: '企业开户', en: 'Company opens an account' },
  ENTERPRISE_UPDATE: { zh: '企业信息变更', en: 'Company changes its details' },
  BIND_CARD: { zh: '换卡', en: 'Change of card' },
};

const DECISION_WORDS: Readonly<Record<Decision | 'AUDIT', Phrase>> = {
  AUDIT: { zh: '审核中', en: 'Waiting' },
  PASSED: { zh: '通过', en: 'Pass' },
  BACK: { zh: '退回', en: 'Send back' },
  REFUSED: { zh: '拒绝', en: 'Refuse' },
};

const WORDS = {
  lead: {
    zh: '企业开户与企业信息变更由银行审核；换卡由平台用 AUDIT_BIND_CARD 审核，平台不办时也可在此审核。',
    en: 'The bank reviews companies and their changes. Changes of card are the platform’s to audit (AUDIT_BIND_CARD); where it does nothing they can be decided here.',
  },
  waiting: { zh: '待审核', en: 'Waiting' },
  decided: { zh: '最近审核', en: 'Decided lately' },
  nothing: { zh: '没有待审核的申请', en: 'Nothing is waiting.' },
  reason: { zh: '原因（退回或拒绝时告知平台）', en: 'Reason, told to the platform' },
} as const satisfies Record<string, Phrase>;

const CARD_FIELDS: readonly { name: string; label: Phrase }[] = [
  { name: 'bankcardNo', label: { zh: '卡号或账号', en: 'Card or account' } },
  { name: 'bankcode', label: { zh: '银行编码', en: 'Bank code' } },
  { name: 'mobile', label: { zh: '手机号', en: 'Mobile number' } },
];

type Difference = { label: Phrase; present: string; wanted: string };

/** What the request would change; of a new company everything, since nothing counts yet. */
function differences(line: ClerkLine): Difference[] {
  const [wanted, present]: Record<string, string | null | undefined>[] = [line.wanted, line.present];
  const fields =
    line.kind === 'BIND_CARD'
      ? CARD_FIELDS
      : line.kind === 'ENTERPRISE_UPDATE'
        ? COMPANY_FIELDS
        : [...COMPANY_FIELDS, ...CARD_FIELDS.slice(0, 2)];
  return fields
    .map(({ name, label }) => ({
      label,
      present: line.kind === 'ENTERPRISE_REGISTER' ? '' : (present?.[name] ?? ''),
      wanted: wanted?.[name] ?? '',
    }))
    .filter((one) => one.wanted !== one.present && (one.wanted !== '' || line.kind === 'ENTERPRISE_UPDATE'));
}

/** "before → after" of what would change; of a new company simply what it says. */
const changes = (line: ClerkLine, language: Language): Markup =>
  html`<dl class="facts">${differences(line).map(({ label, present, wanted }) => {
    const value = line.kind === 'ENTERPRISE_REGISTER' ? wanted : `${present || '—'} → ${wanted || '—'}`;
    return html`<div><dt>${label[language]}</dt><dd>${value}</dd></div>`;
  })}</dl>`;

function item(line: ClerkLine, { language, platformNo }: DeskPage): Markup {
  const action = `/desk/clerk/${encodeURIComponent(line.requestNo)}?platformNo=${encodeURIComponent(platformNo ?? '')}`;
  const input = `reason-${line.requestNo}`;
  return html`<section class="request"><h3>${KINDS[line.kind][language]} · ${line.name}</h3>
<p class="hint">${line.platformUserNo} · ${line.requestNo} · ${shortTime(line.createdAt)}</p>
${changes(line, language)}
<form class="tools" method="post" action="${action}"><div><label for="${input}">${WORDS.reason[language]}</label><input type="text" id="${input}" name="reason" maxlength="200"></div>
${line.decisions.map((decision) => html`<button type="submit" name="decision" value="${decision}">${DECISION_WORDS[decision][language]}</button>`)}</form></section>`;
}

/** The clerk's queue: what waits with what it would change, and what was decided last. */
export async function clerkBody(desk: DeskPage & { platformNo: string }): Promise<Markup> {
  const { bank, language, platformNo } = desk;
  const { waiting, decided } = await clerkSheet(bank, platformNo);
  return html`<p class="hint">${WORDS.lead[language]}</p><h2>${WORDS.waiting[language]}</h2>
${waiting.length === 0 ? html`<p class="hint">${WORDS.nothing[language]}</p>` : waiting.map((line) => item(line, desk))}
<h2>${WORDS.decided[language]}</h2>
${table(
  language,
  [
    column<ClerkLine>('申请', 'Request', (line) => KINDS[line.kind][language]),
    column<ClerkLine>('用户', 'User', (line) => `${line.name} (${line.platformUserNo})`),
    column<ClerkLine>('流水号', 'Number', (line) => line.requestNo),
    column<ClerkLine>('结果', 'Result', (line) => line.status),
    column<ClerkLine>('原因', 'Reason', (line) => line.reason),
    column<ClerkLine>('时间', 'When', (line) => (line.auditedAt ? shortTime(line.auditedAt) : '')),
  ],
  decided,
)}`;
}
