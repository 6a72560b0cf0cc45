import type { AlertKind, alert } from '#db/schema/alerts.ts';

type About = Pick<typeof alert.$inferSelect, 'kind' | 'object' | 'details'>;
type Words = Readonly<{ title: readonly [zh: string, en: string]; text: readonly [zh: string, en: string] }>;

const plural = (count: string | number | undefined, one: string, many: string): string =>
  `${count} ${Number(count) === 1 ? one : many}`;

/** What a mail says, in both languages: its reader's is not known. Counts and dates only. */
const WORDS: Readonly<Record<AlertKind, (about: About) => Words>> = {
  'day-red': ({ object, details }) => ({
    title: [`${object} 对账不平`, `${object} does not reconcile`],
    text: [
      `账务日 ${object} 的对账发现 ${details.breaks} 处差错，付款与日终证书暂缓。`,
      `The reconciliation of ${object} has ${plural(details.breaks, 'open break', 'open breaks')}. Payouts and the certificate wait.`,
    ],
  }),
  'day-end-stuck': ({ object, details }) => ({
    title: [`${object} 日终未按时完成`, `The day end of ${object} is late`],
    text: [
      `账务日 ${object} 的日终步骤 ${details.step} 未在计划时间内完成。`,
      `Step ${details.step} of the day end of ${object} was not done within its window.`,
    ],
  }),
  'break-aging': ({ object, details }) => ({
    title: [`${object} 的差错久未处理`, `Breaks of ${object} are ageing`],
    text: [
      `账务日 ${object} 仍有 ${details.breaks} 处差错未了结。`,
      `${plural(details.breaks, 'break', 'breaks')} of ${object} still open after two days.`,
    ],
  }),
  'suspense-aging': ({ details }) => ({
    title: ['挂账久未清理', 'Money lies in suspense'],
    text: [
      `有 ${details.items} 笔挂账，最久已 ${details.days} 天。`,
      `${plural(details.items, 'item', 'items')} in suspense, the oldest for ${plural(details.days, 'day', 'days')}.`,
    ],
  }),
  'payouts-held': ({ object, details }) => ({
    title: [`${object} 的提现被暂缓`, `Payouts of ${object} are held`],
    text: [
      `因账务日 ${object} 对账不平，${details.payouts} 笔提现等待放行。`,
      `${plural(details.payouts, 'withdrawal waits', 'withdrawals wait')} because ${object} does not reconcile.`,
    ],
  }),
  'notify-refused': ({ details }) => ({
    title: ['收到伪造或无法核验的银行通知', 'Forged or unreadable notifies came in'],
    text: [
      `24 小时内有 ${details.notifies} 条银行通知未通过核验，均未入账。`,
      `${plural(details.notifies, 'notify', 'notifies')} failed verification within 24 hours. Nothing was booked.`,
    ],
  }),
  'instruction-in-doubt': ({ details }) => ({
    title: ['银行指令结果不明', 'Instructions to the bank are in doubt'],
    text: [
      `有 ${details.instructions} 条发往银行的指令超过 15 分钟没有结果。`,
      `${plural(details.instructions, 'instruction has', 'instructions have')} had no outcome for over 15 minutes.`,
    ],
  }),
  'advance-low': ({ details }) => ({
    title: ['垫资账户余额偏低', 'The advance account is low'],
    text: [
      `垫资账户 ${details.account} 的余额低于 ${details.least} 元，当日提现可能无法受理。`,
      `The advance account ${details.account} holds less than ¥${details.least}: same-day withdrawals may be refused.`,
    ],
  }),
  'chain-broken': ({ details }) => ({
    title: ['日终证书链不完整', 'The chain of certificates is broken'],
    text: [
      `核验日终证书时发现 ${details.findings} 处问题：证书或当日账目在签发之后被改动。`,
      `Verification found ${plural(details.findings, 'problem', 'problems')}: a certificate or its day was changed afterwards.`,
    ],
  }),
};

/** Subject and body of the mail about an alert. */
export function mailText(about: About): Readonly<{ subject: string; body: string }> {
  const { title, text } = WORDS[about.kind](about);
  return { subject: `[满标 Manbiao] ${title[0]} · ${title[1]}`, body: `${text[0]}\n\n${text[1]}` };
}
