import { randomUUID } from 'node:crypto';
import { fromWireTimestamp } from '#server/primitives/calendar.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import type { WireRecord } from './gateway.ts';
import { isReversal, listOf, textOf, type Verdict, verdictOfPayout, verdictOfStatus } from './verdict.ts';

/** How the outcome of one service is found out when its answer was lost: what to ask and how to read the reply. */
export type Question = Readonly<{
  service: string;
  body: (reqData: WireRecord) => WireRecord;
  /** `accepted`: the bank has told us that it has taken the request. */
  read: (reply: WireRecord, reqData: WireRecord, accepted: boolean) => Verdict;
  /** Whether a refusal says that the very thing had been done before. */
  saysDone?: (errorMessage: string) => boolean;
  /** The record is a freeze's, whose amount has a name of its own. */
  ofFreeze?: true;
}>;

/** "The bank knows no such thing": the query's object (100007) or the member (100009). */
export const NOT_KNOWN_CODES: ReadonlySet<string> = new Set(['100007', '100009']);

const queryTransaction = (transactionType: string): Question => ({
  service: 'QUERY_TRANSACTION',
  body: (reqData) => ({ requestNo: textOf(reqData, 'requestNo'), transactionType }),
  read: (reply) => {
    const [record] = listOf(reply, 'records');
    return record ? verdictOfStatus(textOf(record, 'status'), record) : { kind: 'absent' };
  },
});

const queryProject = (isThere: (reply: WireRecord, reqData: WireRecord) => boolean): Question => ({
  service: 'QUERY_PROJECT_INFORMATION',
  body: (reqData) => ({ projectNo: textOf(reqData, 'projectNo') }),
  read: (reply, reqData) =>
    isThere(reply, reqData) ? { kind: 'succeeded', at: undefined, record: reply } : { kind: 'absent' },
});

const queryUser = (read: Question['read']): Question => ({
  service: 'QUERY_USER_INFORMATION',
  body: (reqData) => ({ platformUserNo: textOf(reqData, 'platformUserNo') }),
  read,
});

/** The kinds in a comma-separated authList (or `authlist`, as the bank's query spells it). */
export function authorisationsIn(record: WireRecord): string[] {
  const list = textOf(record, 'authList') ?? textOf(record, 'authlist') ?? '';
  return list.split(',').filter((kind) => kind !== '');
}

const sameAmount = (left: string | undefined, right: string | undefined): boolean =>
  left === undefined || (right !== undefined && fromDecimalText(left) === fromDecimalText(right));

/** Whether a member's standing authorisations are those that were asked for, limits included. */
function isAuthorised(reply: WireRecord, reqData: WireRecord): boolean {
  const granted = new Set(authorisationsIn(reply));
  const limits = new Map(listOf(reply, 'authLimitResultList').map((limit) => [textOf(limit, 'authType'), limit]));
  const failTime = textOf(reqData, 'failTime');
  return authorisationsIn(reqData).every((kind) => {
    const limit = limits.get(kind);
    if (!granted.has(kind) || limit === undefined) return granted.has(kind);
    return (
      sameAmount(textOf(reqData, 'amount'), textOf(limit, 'amount')) &&
      (failTime === undefined || failTime === textOf(limit, 'failTime'))
    );
  });
}

/** One that was taken back had happened first: its record is of a success that ended. */
const recharge: Question = {
  ...queryTransaction('RECHARGE'),
  read: (reply) => {
    const [record] = listOf(reply, 'records');
    if (!record) return { kind: 'absent' };
    return verdictOfStatus(isReversal(record) ? 'SUCCESS' : textOf(record, 'status'), record);
  },
};

const freeze: Question = { ...queryTransaction('PRETRANSACTION'), ofFreeze: true };
const trade = queryTransaction('TRANSACTION');

/** How a member's registration stands. */
function readRegistration(reply: WireRecord): Verdict {
  const verdict = verdictOfStatus(textOf(reply, 'auditStatus'), reply);
  const dormant = verdict.kind === 'succeeded' && textOf(reply, 'activeStatus') === 'DEACTIVATED';
  return dormant ? { kind: 'waiting' } : verdict;
}

/**
 * How an enterprise's registration stands. The answer names no request: one that was sent back speaks of the try
 * before, until the bank has told us that it has taken this one.
 */
function readEnterprise(reply: WireRecord, _reqData: WireRecord, accepted: boolean): Verdict {
  if (textOf(reply, 'auditStatus') === 'BACK' && !accepted) return { kind: 'untouched' };
  // Our simulator says in its answer why the clerk wants other papers; a bank that does not has told it by notify.
  return readRegistration({ ...reply, errorMessage: textOf(reply, 'reviewDescription') });
}

/** Whether a freeze that the bank was to release by itself has been: nothing of it is left, and something was given back. */
const releasedFreeze: Question = {
  service: 'QUERY_TRANSACTION',
  body: (reqData) => reqData,
  read: (reply) => {
    const [record] = listOf(reply, 'records');
    if (!record) return { kind: 'absent' };
    const givenBack = fromDecimalText(textOf(record, 'cancelAmount') ?? '0') > 0n;
    const over = textOf(record, 'status') === 'UNFREEZED' && givenBack;
    return over ? { kind: 'succeeded', at: undefined, record } : { kind: 'waiting' };
  },
};

const withdraw: Question = {
  ...queryTransaction('WITHDRAW'),
  read: (reply) => {
    const [record] = listOf(reply, 'records');
    return record ? verdictOfPayout(textOf(record, 'status'), record) : { kind: 'absent' };
  },
};

/**
 * What has become of a payout that was to be let go or given up: still waiting, it may be asked for again; at one of
 * the `wanted` stations it has been done, anywhere else something else has.
 */
const payoutDecision = (wanted: readonly string[], timeField: string): Question => ({
  service: 'QUERY_TRANSACTION',
  body: (reqData) => ({ requestNo: textOf(reqData, 'preTransactionNo'), transactionType: 'WITHDRAW' }),
  read: (reply) => {
    const [record] = listOf(reply, 'records');
    const station = record && textOf(record, 'status');
    if (!record || station === undefined || station === 'CONFIRMING') return { kind: 'absent' };
    if (!wanted.includes(station))
      return { kind: 'failed', errorCode: station, errorMessage: `the payout is ${station}` };
    const time = textOf(record, timeField);
    return { kind: 'succeeded', at: time === undefined ? undefined : fromWireTimestamp(time), record };
  },
});

/** Said again under another number, since one number is taken once: done now, or refused as done before. */
const confirmation: Question = {
  service: 'CONFIRM_CHECKFILE',
  body: (reqData) => ({ ...reqData, requestNo: randomUUID().replaceAll('-', '') }),
  read: (reply) => ({ kind: 'succeeded', at: undefined, record: reply }),
  saysDone: (errorMessage) => errorMessage.includes('已确认'),
};

/** custody-protocol, section 8, item 3. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  PERSONAL_REGISTER_EXPAND: queryUser(readRegistration),
  ENTERPRISE_REGISTER: queryUser(readEnterprise),
  USER_AUTHORIZATION: queryUser((reply, reqData) =>
    isAuthorised(reply, reqData) ? { kind: 'succeeded', at: undefined, record: reply } : { kind: 'absent' },
  ),
  ESTABLISH_PROJECT: queryProject(() => true),
  MODIFY_PROJECT: queryProject((reply, reqData) => textOf(reply, 'projectStatus') === textOf(reqData, 'status')),
  RECHARGE: recharge,
  FREEZE_PRE_TRANSACTION: freeze,
  USER_PRE_TRANSACTION: freeze,
  USER_AUTO_PRE_TRANSACTION: freeze,
  CANCEL_PRE_TRANSACTION: queryTransaction('CANCEL_PRETRANSACTION'),
  QUERY_TRANSACTION: releasedFreeze,
  WITHDRAW: withdraw,
  CONFIRM_WITHDRAW: payoutDecision(['ACCEPT', 'REMITING', 'SUCCESS', 'FAIL'], 'transactionTime'),
  CANCEL_WITHDRAW: payoutDecision(['ACCEPT_FAIL'], 'completedTime'),
  INTERCEPT_WITHDRAW: queryTransaction('INTERCEPT_WITHDRAW'),
  CONFIRM_CHECKFILE: confirmation,
  SYNC_TRANSACTION: trade,
  ASYNC_TRANSACTION: trade,
};

/** The question that finds out about a service. Throws for a service this platform never sends. */
export function questionFor(service: string): Question {
  const question = QUESTIONS[service];
  if (!question) throw new Error(`no question is known for ${service}`);
  return question;
}

/** Services whose success has a transactionTime: without one in the answer, the bank is asked for it. */
export const isTimed = (service: string): boolean => questionFor(service).service === 'QUERY_TRANSACTION';
