import { and, eq } from 'drizzle-orm';
import { account, entry } from '#db/schema/accounts.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, fromDecimalText, type Money, negate } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { CHART } from '../ledger/chart.ts';
import { postCorrection } from '../ledger/post-correction.ts';
import { requireSecondPerson } from '../loan/four-eyes.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { lockItem, moveItem, type SuspenseItem } from './ask-clearing.ts';

type Ctx = DomainContext<AdminActor>;
export type DecideClearing = Readonly<{ requestId: Uuid; itemId: Uuid; approve: boolean }>;

/** What the bank holds available for whom an item is to be cleared to, asked before any transaction. */
async function bankHolds(ctx: Ctx, userNo: string): Promise<Money> {
  const answer = await ctx.custody.send('QUERY_USER_INFORMATION', { platformUserNo: userNo });
  if (answer.kind !== 'success') throw new DomainError('BANK_UNREACHABLE', 'the bank does not say what it holds');
  return fromDecimalText(String(answer.response.availableAmount));
}

async function targetOf(ctx: Ctx, itemId: Uuid) {
  const item = await transaction(ctx, (tx) => lockItem(tx, itemId));
  if (item.targetAccountId === null) return undefined;
  const [target] = await ctx.db.select().from(account).where(eq(account.id, item.targetAccountId));
  return target;
}

/** Our books mirror the bank: money leaves suspense only for an account that lacks it beside what the bank holds. */
async function clear(tx: Transaction, ctx: Ctx, item: SuspenseItem, atBank: Money): Promise<Uuid> {
  const accountId = item.targetAccountId;
  if (accountId === null) throw new DomainError('CONFLICT', 'nobody has asked for it to be cleared');
  const amount = fen(item.amountFen);
  const [brought] = await tx
    .select()
    .from(entry)
    .where(and(eq(entry.journalId, item.journalId), eq(entry.accountId, CHART.suspense.id)));
  if (!brought) throw new Error('an item in suspense without its entry');
  // On the day on which it was missed, so that this day is right from now on.
  const { occurredAt, businessDate } = brought;
  const leg = { bucket: 'available', occurredAt, businessDate } as const;
  const [journalId] = await postCorrection(tx, ctx, [
    {
      kind: 'ADJUSTMENT',
      correctionId: item.correctionId,
      instructionId: item.id,
      lineNumber: 1,
      amount: amount < 0n ? negate(amount) : amount,
      occurredAt,
      legs: [
        { ...leg, accountId: CHART.suspense.id, amount: negate(amount) },
        { ...leg, accountId, amount },
      ],
    },
  ]);
  const [target] = await tx.select({ available: account.available }).from(account).where(eq(account.id, accountId));
  if (!journalId || target?.available !== atBank)
    throw new DomainError('CLEARING_AGAINST_BANK', 'the account would not hold what the bank says');
  return journalId;
}

/**
 * Lets an item in suspense go to the account that a maker named, or keeps it there. The bank is asked first: an
 * account is only given what makes it hold what the bank says.
 * @throws DomainError FORBIDDEN (finance and administrators), NOT_FOUND, SAME_PERSON, CONFLICT (not asked for),
 * BANK_UNREACHABLE, CLEARING_AGAINST_BANK, REQUEST_ID_REUSED
 */
export async function decideClearing(ctx: Ctx, input: DecideClearing): Promise<void> {
  requireRole(ctx.actor, 'finance', 'administrator');
  const { requestId, itemId, approve } = input;
  const target = await targetOf(ctx, itemId);
  const atBank = approve && target ? await bankHolds(ctx, target.platformUserNo) : fen(0n);
  await transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'decide-clearing', input: { itemId, approve } }, async () => {
      const item = await lockItem(tx, itemId);
      if (item.state !== 'clearing') throw new DomainError('CONFLICT', 'nobody has asked for it to be cleared');
      await requireSecondPerson(tx, ctx.actor, item.makerId);
      const checked = { checkerId: ctx.actor.memberId, checkedAt: ctx.now() };
      if (approve) {
        await moveItem(tx, ctx, item, 'clear', { ...checked, clearedJournalId: await clear(tx, ctx, item, atBank) });
      } else {
        const nobody = { makerId: null, madeAt: null, checkerId: null, checkedAt: null };
        await moveItem(tx, ctx, item, 'refuse', { ...nobody, targetAccountId: null, clearingReason: null });
      }
      return { itemId };
    }),
  );
}
