import { eq, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { DomainContext } from '../context.ts';
import { shiftOf } from '../loan/holidays.ts';
import { type Loan, moveLoan } from '../loan/move-loan.ts';
import { advanceProject } from '../loan/project.ts';
import { buildSchedule } from '../loan/schedule.ts';
import { fundReserve } from './fund-reserve.ts';

/** Every settled bid becomes a claim, which takes over its id. */
const insertClaims = (tx: Transaction, loan: Loan, at: Date) =>
  tx.execute(sql`
    insert into claim (loan_id, id, bid_id, investor_account_id, stake, outstanding, created_at)
    select loan_id, id, id, investor_account_id, amount, amount, ${at.toISOString()}::timestamptz
    from bid where loan_id = ${loan.id}::uuid and state = 'settled'`);

async function insertInstalments(tx: Transaction, loan: Loan, valueDate: PlainDate): Promise<void> {
  const [sold] = await tx.select().from(product).where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  const rows = buildSchedule({
    amount: loan.amount,
    ratePpm: loan.ratePpm,
    kind: sold.repaymentKind,
    start: valueDate,
    rounding: sold.instalmentRounding,
    dayCount: sold.dayCount,
    ...(sold.termUnit === 'day' ? { days: loan.term } : { months: loan.term }),
  });
  const shift = await shiftOf(tx, sold, valueDate);
  await tx.execute(sql`
    insert into instalment (loan_id, number, due_on, period_ends_on, principal, interest, state)
    select ${loan.id}::uuid, line.number, line.due_on, line.period_ends_on, line.principal, line.interest, 'scheduled'
    from unnest(
      ${columnOf('integer', rows, (row) => row.period)},
      ${columnOf('date', rows, (row) => shift(row.dueOn))},
      ${columnOf('date', rows, (row) => row.dueOn)},
      ${columnOf('bigint', rows, (row) => row.principal)},
      ${columnOf('bigint', rows, (row) => row.interest)})
      as line (number, due_on, period_ends_on, principal, interest)`);
}

/**
 * The end of a settlement, in the transaction that concludes its last trade: claims and schedule from the value date,
 * which is the bank's date of the last success, the bank is told that the project is being repaid, and the risk reserve gets
 * the loan's share.
 */
export async function finishSettlement(tx: Transaction, ctx: DomainContext, loan: Loan, lastAt: Date): Promise<void> {
  const valueDate = businessDateOf(lastAt);
  await insertClaims(tx, loan, lastAt);
  await insertInstalments(tx, loan, valueDate);
  const change = { settledAt: lastAt, valueDate };
  await moveLoan(tx, ctx, loan, 'settled', { verb: 'finish-settlement', details: { valueDate } }, change);
  await advanceProject(tx, ctx, loan, 'REPAYING');
  await fundReserve(tx, ctx, loan);
}
