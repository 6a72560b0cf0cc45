import { inArray } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { account, type Bucket, type JournalKind } from '#db/schema/accounts.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { CHART } from '../ledger/chart.ts';
import type { FileRow } from './evidence.ts';

/** One line as it ought to stand in our journal. */
export type Line = Readonly<{
  kind: JournalKind;
  amount: Money;
  occurredAt: Date;
  source: Readonly<{ accountId: Uuid; bucket: Bucket }>;
  target: Readonly<{ accountId: Uuid; bucket: Bucket }>;
}>;

const TRADED: readonly JournalKind[] = [
  'TENDER',
  'MARKETING',
  'COMMISSION',
  'REPAYMENT',
  'COMPENSATORY',
  'COMPENSATORY_REPAYMENT',
  'FUNDS_TRANSFER',
  'DEDUCT',
];

/** 原订单号 of a TRANSACTION row: the freeze that paid the line. */
const FREEZE_COLUMN = 13;
const paidByFreeze = ({ raw }: FileRow): boolean => (raw.split(',')[FREEZE_COLUMN] ?? '') !== '';

async function accountIds(db: Executor, userNos: readonly (string | null)[]): Promise<(Uuid | undefined)[]> {
  const named = userNos.filter((userNo) => userNo !== null);
  const rows = await db
    .select({ id: account.id, userNo: account.platformUserNo })
    .from(account)
    .where(inArray(account.platformUserNo, [...named, '']));
  return userNos.map((userNo) => rows.find((row) => row.userNo === userNo)?.id);
}

/**
 * A row of the bank's file as our journal would have it, by the postings of domain.md section 9: a recharge comes from
 * the channels, a line paid by a freeze out of frozen money.
 * @returns undefined for a row of another sort, or of somebody whom we do not know
 */
export async function lineOfRow(db: Executor, row: FileRow): Promise<Line | undefined> {
  const [sourceId, targetId] = await accountIds(db, [row.sourceUserNo, row.targetUserNo]);
  const [amount, occurredAt] = [fen(row.amountFen), row.occurredAt];
  if (row.file === 'RECHARGE' && targetId) {
    const source = { accountId: CHART.channels.id, bucket: 'available' } as const;
    return { kind: 'RECHARGE', amount, occurredAt, source, target: { accountId: targetId, bucket: 'available' } };
  }
  const kind = TRADED.find((traded) => traded === row.bizType);
  if (row.file !== 'TRANSACTION' || !kind || !sourceId || !targetId) return undefined;
  const bucket = paidByFreeze(row) ? 'frozen' : 'available';
  return {
    kind,
    amount,
    occurredAt,
    source: { accountId: sourceId, bucket },
    target: { accountId: targetId, bucket: 'available' },
  };
}
