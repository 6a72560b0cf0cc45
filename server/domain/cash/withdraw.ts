import { and, eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { type WithdrawalArrival, withdrawal } from '#db/schema/withdrawals.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, plus, toDecimalText, ZERO } from '#server/primitives/money.ts';
import { withdrawalFeeOf } from '#server/primitives/withdrawal-fee.ts';
import type { CustomerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { spendableOf } from '../ledger/balances.ts';
import { once } from '../once.ts';
import { activeAccount } from './active-account.ts';
import { type Withdrawable, withdrawableNow } from './withdrawable.ts';

export type Withdraw = Readonly<{
  requestId: Uuid;
  /** What leaves the account. */
  amount: Money;
  arrival: WithdrawalArrival;
  /** As the customer was shown it and agreed to. */
  fee: Money;
  returnUrl: string;
}>;
type Ctx = DomainContext<CustomerActor>;

const over = (most: Money): DomainError =>
  new DomainError('AMOUNT_OVER_WITHDRAWABLE', 'more than can be withdrawn', { withdrawableFen: most.toString() });

/** What may be said before anything is locked; the bank decides at its page. */
function requirePossible({ amount, arrival, fee }: Withdraw, { fees, nextDay, sameDay }: Withdrawable): void {
  const due = withdrawalFeeOf(fees, arrival, amount);
  if (amount <= due) {
    const minimumFen = plus(due, fen(1n)).toString();
    throw new DomainError('AMOUNT_BELOW_MINIMUM', 'the fee would take all of it', { minimumFen });
  }
  if (due !== fee) throw new DomainError('QUOTE_CHANGED', 'the fee is another', { totalFen: due.toString() });
  const most = arrival === 'next-day' ? nextDay : sameDay;
  if (amount > most) throw over(most);
}

/** Locks the account against what else takes its money, and looks at what only the books know. */
async function requireFree(tx: Transaction, accountId: Uuid, amount: Money): Promise<void> {
  const [held] = await tx.select().from(account).where(eq(account.id, accountId)).for('update');
  if (!held || amount > spendableOf(held)) throw over(held ? spendableOf(held) : ZERO);
  const settling = and(eq(loan.borrowerAccountId, accountId), eq(loan.state, 'settling'));
  const [busy] = await tx.select({ id: loan.id }).from(loan).where(settling).limit(1);
  if (busy) throw new DomainError('LOAN_SETTLING', 'until a loan is settled, its money stays where it is');
}

async function enqueueWithdraw(
  tx: Transaction,
  ctx: Ctx,
  payer: { id: Uuid; platformUserNo: string },
  wish: Withdraw,
): Promise<{ instructionId: Uuid; withdrawalId: Uuid }> {
  const { amount, fee, arrival } = wish;
  const [requestNo, withdrawalId] = [newRequestNo(ctx), ctx.newId()];
  const text = toDecimalText(amount);
  const instructionId = await enqueue(tx, ctx, {
    kind: 'withdraw',
    service: 'WITHDRAW',
    channel: 'gateway',
    requestNo,
    accountId: payer.id,
    subject: { amount: text },
    reqData: {
      platformUserNo: payer.platformUserNo,
      amount: text,
      ...(fee > 0n ? { commission: toDecimalText(fee) } : {}),
      withdrawType: arrival === 'next-day' ? 'NORMAL' : 'URGENT',
      withdrawForm: arrival === 'next-day' ? 'CONFIRMED' : 'IMMEDIATE',
      redirectUrl: wish.returnUrl,
    },
  });
  await tx.insert(withdrawal).values({
    accountId: payer.id,
    id: withdrawalId,
    instructionId,
    requestNo,
    arrival,
    amount,
    fee,
    state: 'asked',
    createdAt: ctx.now(),
  });
  return { instructionId, withdrawalId };
}

/**
 * Begins a withdrawal to the bound card: the customer confirms it at the bank's own page, and our books follow the
 * bank's word. After the day end (`next-day`) the bank holds the money until the day agrees; on the same day the
 * platform advances what has not arrived, within the bank's hours and limits. Same requestId, same withdrawal.
 * @throws DomainError CASH_AT_BANK_ONLY, AMOUNT_NOT_POSITIVE, ACCOUNT_NOT_OPEN, AMOUNT_BELOW_MINIMUM (minimumFen),
 * QUOTE_CHANGED (totalFen: the fee as it is now), AMOUNT_OVER_WITHDRAWABLE (withdrawableFen), LOAN_SETTLING (the bank is
 * paying a loan out to this borrower), REQUEST_ID_REUSED
 */
export async function withdraw(ctx: Ctx, wish: Withdraw): Promise<{ instructionId: Uuid; withdrawalId: Uuid }> {
  const { requestId, amount, arrival, fee, returnUrl } = wish;
  if (ctx.custody.mode === 'linked') throw new DomainError('CASH_AT_BANK_ONLY', 'e-accounts are emptied at the bank');
  if (amount <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'a withdrawal is of more than nothing');
  const now = await withdrawableNow(ctx);
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'withdraw', input: { amount, arrival, fee, returnUrl } }, async () => {
      const payer = await activeAccount(tx, ctx.actor);
      requirePossible(wish, now);
      await requireFree(tx, payer.id, amount);
      const begun = await enqueueWithdraw(tx, ctx, payer, wish);
      await recordAudit(tx, ctx, {
        verb: 'withdraw',
        objectType: 'withdrawal',
        objectId: begun.withdrawalId,
        toState: 'asked',
        details: { amount: toDecimalText(amount), fee: toDecimalText(fee), arrival },
      });
      return begun;
    }),
  );
}
