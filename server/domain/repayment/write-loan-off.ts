import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, sum } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { type Loan, moveLoan } from '../loan/move-loan.ts';
import { remainingOn } from './acceleration.ts';
import { insertAcceleration } from './apply-acceleration.ts';
import { endRows } from './apply-early.ts';
import { readEarlyLoan, rowsOfLoan } from './early-loan.ts';
import { type Instalment, isBeingCollected, moveInstalment } from './instalments.ts';
import { owedOf, totalOf } from './owed.ts';
import { requireLongLate } from './write-off-rules.ts';

const ENDS_HERE: ReadonlySet<Instalment['state']> = new Set(['due', 'overdue', 'compensated']);

/**
 * Writes a locked loan off: what was still to come falls due today in one row, with interest to the day; everything that
 * is owed is written off, and no penalty runs on it any more.
 * @returns what is owed to the investors and to whoever paid in the borrower's place
 * @throws DomainError NOTHING_DUE, WRITE_OFF_TOO_EARLY, CONFLICT (being collected)
 */
export async function writeLoanOff(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  cause: Readonly<{ id: Uuid; reason: string }>,
): Promise<Readonly<{ investors: Money; compensator: Money }>> {
  const today = ctx.businessDate;
  if (await isBeingCollected(tx, loan.id)) throw new DomainError('CONFLICT', 'the loan is being collected');
  const { terms, rows, nextNumber } = await readEarlyLoan(tx, loan);
  const daysLate = requireLongLate(loan, rows, today);
  const ahead = rows.filter(({ state }) => state === 'scheduled');
  const rest = remainingOn(terms, rows, today);
  await endRows(tx, ctx, { loanId: loan.id, id: cause.id }, ahead, ctx.now());
  if (rest.principal + rest.interest > 0n) {
    const row = { loanId: loan.id, number: nextNumber, ...rest };
    await insertAcceleration(tx, ctx, { ...row, state: 'written-off' }, today);
  }
  for (const row of rows) if (ENDS_HERE.has(row.state)) await moveInstalment(tx, ctx, row, 'write-off');
  const { reason } = cause;
  const record = { verb: 'write-off', reason, details: { daysLate } };
  await moveLoan(tx, ctx, loan, 'write-off', record, { writtenOffAt: ctx.now() });
  const owed = (await rowsOfLoan(tx, loan.id))
    .filter(({ state }) => state === 'written-off')
    .map((row) => owedOf(row, terms.penaltyPpmPerDay));
  return {
    investors: sum(owed.map(({ investors }) => totalOf(investors))),
    compensator: sum(owed.map(({ compensator }) => totalOf(compensator))),
  };
}
