import { fromWireTimestamp } from '#server/primitives/calendar.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import type { WireRecord } from './gateway.ts';

/** What a signed word of the bank says about an instruction. */
export type Verdict =
  /** `at` is absent where the bank names no time, as for projects and members. */
  | { kind: 'succeeded'; at: Date | undefined; record: WireRecord }
  | { kind: 'failed'; errorCode: string; errorMessage: string }
  /** The bank is still at it. */
  | { kind: 'waiting' }
  /** The customer has done his part, and the bank's clerk will decide: in minutes or in days. */
  | { kind: 'taken' }
  /** The bank has a record but nothing has happened yet: a page that the customer has not finished. */
  | { kind: 'untouched' }
  /** The bank has no record: it may be sent again. */
  | { kind: 'absent' }
  /** The word is about another amount, member or project than the instruction. */
  | { kind: 'contradiction'; reason: string };

/** A field as text; null, "" and missing are alike on this wire. */
export function textOf(record: WireRecord, field: string): string | undefined {
  const value = record[field];
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

/** transactionTime of a record. Throws RangeError when it is there but no timestamp. */
export function transactionTimeOf(record: WireRecord): Date | undefined {
  const text = textOf(record, 'transactionTime');
  return text === undefined ? undefined : fromWireTimestamp(text);
}

/** The objects of a list field; anything else counts as none. */
export function listOf(record: WireRecord, field: string): WireRecord[] {
  const value = record[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

const failed = (record: WireRecord, fallback: string): Extract<Verdict, { kind: 'failed' }> => ({
  kind: 'failed',
  errorCode: textOf(record, 'errorCode') ?? textOf(record, 'channelErrorCode') ?? fallback,
  errorMessage: textOf(record, 'errorMessage') ?? textOf(record, 'channelErrorMessage') ?? fallback,
});

/** Whether a record is of something that had succeeded and was taken back, as our own bank's extension says. */
export const isReversal = (record: WireRecord): boolean => textOf(record, 'reversedTime') !== undefined;

/** The status words of all record types, sorted by what may be concluded from them. */
export function verdictOfStatus(status: string | undefined, record: WireRecord): Verdict {
  switch (status) {
    case 'SUCCESS':
    case 'FREEZED':
    case 'UNFREEZED':
    case 'PASSED':
      return { kind: 'succeeded', at: transactionTimeOf(record), record };
    case 'FAIL':
      return failed(record, status);
    case 'REFUSED':
    case 'BACK':
      // What a clerk decides has words of its own, and the word itself says whether one may try again.
      return { ...failed(record, status), errorCode: status };
    case 'AUDIT':
      return { kind: 'taken' };
    case 'INIT':
      return { kind: 'untouched' };
    default:
      return { kind: 'waiting' };
  }
}

/** Stations of a payout; at each of them the bank has taken it in, and holds its money or has done with it. */
const PAYOUT_STATIONS: ReadonlySet<string> = new Set([
  ...['CONFIRMING', 'ACCEPT', 'REMITING', 'SUCCESS', 'FAIL', 'ACCEPT_FAIL'],
]);

/** A WITHDRAW has succeeded when the bank has taken the payout in, at its createTime; what follows is told later. */
export function verdictOfPayout(station: string | undefined, record: WireRecord): Verdict {
  if (station === undefined || !PAYOUT_STATIONS.has(station)) return { kind: 'waiting' };
  const created = textOf(record, 'createTime');
  const at = created === undefined ? transactionTimeOf(record) : fromWireTimestamp(created);
  return { kind: 'succeeded', at, record };
}

const SAME_TEXT = [
  ['platformUserNo', 'platformUserNo'],
  ['projectNo', 'projectNo'],
  ['userRole', 'userRole'],
  ['bizType', 'bizType'],
  ['preTransactionNo', 'preTransactionNo'],
  ['unifiedCode', 'unifiedCode'],
] as const;
const SAME_AMOUNT = [
  ['amount', 'amount'],
  ['projectAmount', 'projectAmount'],
  ['commission', 'commission'],
] as const;
/** What a freeze's record calls its amount; a member's record calls all that he has frozen the same. */
const FROZEN_AMOUNT = ['amount', 'freezeAmount'] as const;

/**
 * Why a record cannot be about what was asked for, or undefined. Compares member, project and amount wherever both
 * sides name them; identity numbers too, unless the bank has masked its own.
 */
export function contradictionOf(reqData: WireRecord, record: WireRecord, ofFreeze = false): string | undefined {
  for (const [ours, theirs] of SAME_TEXT) {
    const [left, right] = [textOf(reqData, ours), textOf(record, theirs)];
    if (left !== undefined && right !== undefined && left !== right) return `${theirs} differs`;
  }
  for (const [ours, theirs] of ofFreeze ? [...SAME_AMOUNT, FROZEN_AMOUNT] : SAME_AMOUNT) {
    const [left, right] = [textOf(reqData, ours), textOf(record, theirs)];
    if (left !== undefined && right !== undefined && fromDecimalText(left) !== fromDecimalText(right))
      return `${theirs} differs: ${left} asked for, ${right} reported`;
  }
  const [ours, theirs] = [textOf(reqData, 'idCardNo'), textOf(record, 'idCardNo')];
  if (ours !== undefined && theirs !== undefined && !theirs.includes('*') && ours !== theirs) return 'idCardNo differs';
  return undefined;
}

/** The verdict, unless its record is about something else. */
export function checked(reqData: WireRecord, verdict: Verdict, ofFreeze = false): Verdict {
  if (verdict.kind !== 'succeeded') return verdict;
  const reason = contradictionOf(reqData, verdict.record, ofFreeze);
  return reason === undefined ? verdict : { kind: 'contradiction', reason };
}

/** Where a service says how it ended, apart from the envelope's own status. */
const STATUS_FIELD: Readonly<Record<string, string>> = {
  PERSONAL_REGISTER_EXPAND: 'auditStatus',
  ENTERPRISE_REGISTER: 'auditStatus',
  RECHARGE: 'rechargeStatus',
  SYNC_TRANSACTION: 'transactionStatus',
};

/**
 * Reads the result of a service, as a direct answer or a notify carries it, against what was asked for. An envelope
 * that is not SUCCESS is `untouched`: the customer may still try again on the bank's page.
 */
export function verdictOfResult(service: string, result: WireRecord, reqData: WireRecord): Verdict {
  if (textOf(result, 'status') !== 'SUCCESS') return { kind: 'untouched' };
  try {
    if (service === 'WITHDRAW') return checked(reqData, verdictOfPayout(textOf(result, 'withdrawStatus'), result));
    const status = textOf(result, STATUS_FIELD[service] ?? 'status') ?? 'SUCCESS';
    return checked(reqData, verdictOfStatus(status, result));
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'contradiction', reason: error.message };
    throw error;
  }
}
