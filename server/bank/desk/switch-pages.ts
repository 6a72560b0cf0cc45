import { html } from 'hono/html';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { FAULT_NAMES, type FaultSwitch } from '../faults/fault-box.ts';
import { OPERATIONS } from '../operations/registry.ts';
import type { Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import { REFUSAL_TEXTS } from '../refusal.ts';
import { type DeskPage, postButton } from './desk-layout.ts';
import { column, shortTime, table } from './table.ts';

const say = (zh: string, en: string): Phrase => ({ zh, en });

const WORDS = {
  clock: say('银行时钟', 'The bank’s clock'),
  days: say('前进天数', 'Days forward'),
  forward: say('前进', 'Move on'),
  moment: say('或拨到（yyyyMMddHHmmss）', 'or set to (yyyyMMddHHmmss)'),
  set: say('拨钟', 'Set'),
  clockHint: say(
    '经过的每个日终都会执行；有业务后只能向前。',
    'Every day end on the way is run; once there is business the clock only moves forwards.',
  ),
  faults: say('故障开关', 'Fault switches'),
  service: say('业务（* 为全部）', 'Service (* for all)'),
  fault: say('故障', 'Fault'),
  next: say('接下来几次', 'The next n'),
  probability: say('或概率 0–1', 'or probability 0–1'),
  seed: say('随机种子', 'Seed'),
  requestNo: say('只针对流水号', 'Only request number'),
  delayMs: say('毫秒', 'Milliseconds'),
  hours: say('小时（clock）', 'Hours (clock)'),
  errorCode: say('错误码（refusal）', 'Error code (refusal)'),
  errorMessage: say('错误信息（refusal）', 'Message (refusal)'),
  on: say('打开', 'Switch on'),
  off: say('关闭', 'Switch off'),
  allOff: say('全部关闭', 'Switch all off'),
} as const satisfies Record<string, Phrase>;

type Input = { name: keyof typeof WORDS; type: 'number' | 'text'; value?: string; list?: string; step?: string };

const INPUTS: readonly Input[] = [
  { name: 'next', type: 'number', value: '1', step: '1' },
  { name: 'probability', type: 'number', step: 'any' },
  { name: 'seed', type: 'number', step: '1' },
  { name: 'requestNo', type: 'text' },
  { name: 'delayMs', type: 'number', step: '1' },
  { name: 'hours', type: 'number', step: '1' },
  { name: 'errorCode', type: 'text', list: 'codes' },
  { name: 'errorMessage', type: 'text' },
];

/** What else a switch was given, for the list. */
const details = ({ requestNo, delayMs, hours, errorCode, errorMessage, probability, seed }: FaultSwitch): string =>
  [
    requestNo,
    delayMs === null ? null : `${delayMs} ms`,
    hours === null ? null : `${hours} h`,
    errorCode,
    errorMessage,
    probability === null ? null : `seed ${seed}`,
  ]
    .filter(Boolean)
    .join(' · ');

function faultForm({ language }: DeskPage, query: string): Markup {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const inputs = INPUTS.map(
    ({ name, type, value = '', list, step }) =>
      html`<div><label for="${name}">${word(name)}</label><input id="${name}" name="${name}" type="${type}"${step ? html` step="${step}"` : ''} value="${value}"${list ? html` list="${list}"` : ''}></div>`,
  );
  return html`<form class="tools" method="post" action="/desk/faults${query}">
<div><label for="service">${word('service')}</label><input id="service" name="service" value="*" list="services"></div>
<div><label for="fault">${word('fault')}</label><select id="fault" name="fault">${FAULT_NAMES.map((name) => html`<option>${name}</option>`)}</select></div>
${inputs}<button type="submit">${word('on')}</button></form>
<datalist id="services">${Object.keys(OPERATIONS).map((name) => html`<option value="${name}">`)}</datalist>
<datalist id="codes">${Object.entries(REFUSAL_TEXTS).map(([code, text]) => html`<option value="${code}">${text}</option>`)}</datalist>`;
}

/** The clock and the fault switches. */
export function switchesBody(desk: DeskPage): Markup {
  const { bank, language } = desk;
  const query = `?platformNo=${encodeURIComponent(desk.platformNo ?? '')}`;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const switches = bank.faults.list();
  return html`<h2>${word('clock')}</h2><p class="lead">${shortTime(bank.clock.now())}</p><p class="hint">${word('clockHint')}</p>
<form class="tools" method="post" action="/desk/clock${query}"><div><label for="days">${word('days')}</label><input id="days" name="advanceDays" type="number" min="0" max="366" value="1"></div><button type="submit">${word('forward')}</button></form>
<form class="tools" method="post" action="/desk/clock${query}"><div><label for="now">${word('moment')}</label><input id="now" name="now" inputmode="numeric" pattern="[0-9]{14}" value="${toWireTimestamp(bank.clock.now())}"></div><button type="submit">${word('set')}</button></form>
<h2>${word('faults')}</h2>${faultForm(desk, query)}
${switches.length > 1 ? postButton('/desk/faults/remove', word('allOff'), desk) : ''}
${table(
  language,
  [
    column<FaultSwitch>('业务', 'Service', (row) => row.service),
    column<FaultSwitch>('故障', 'Fault', (row) => row.fault),
    column<FaultSwitch>('剩余', 'Left', (row) => row.remaining ?? `p = ${row.probability}`, true),
    column<FaultSwitch>('已触发', 'Fired', (row) => row.fired, true),
    column<FaultSwitch>('说明', 'Details', details),
    column<FaultSwitch>('操作', 'Action', (row) => postButton(`/desk/faults/${row.id}/remove`, word('off'), desk)),
  ],
  switches,
)}`;
}

const numberOf = (text: string | undefined): number | undefined => {
  const trimmed = text?.trim();
  return trimmed ? Number(trimmed) : undefined;
};

/** The form's fields as the control API takes them. A probability goes before a count. */
export function faultOf(form: Record<string, string>): Record<string, unknown> {
  const probability = numberOf(form.probability);
  return {
    service: form.service,
    fault: form.fault,
    next: probability === undefined ? (numberOf(form.next) ?? 1) : undefined,
    probability,
    seed: numberOf(form.seed),
    delayMs: numberOf(form.delayMs),
    hours: numberOf(form.hours),
    requestNo: form.requestNo,
    errorCode: form.errorCode,
    errorMessage: form.errorMessage,
  };
}

/** Days forward, or a moment. */
export const clockOf = (form: Record<string, string>): Record<string, unknown> =>
  form.advanceDays === undefined ? { now: form.now } : { advanceDays: Number(form.advanceDays) };
