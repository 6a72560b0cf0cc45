import { and, eq } from 'drizzle-orm';
import { collectionItem, instalment } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { ZERO } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { endRows } from './apply-early.ts';
import type { Collection } from './collections.ts';
import { rowsOfLoan } from './early-loan.ts';
import type { Instalment } from './instalments.ts';

type NewRow = Pick<Instalment, 'loanId' | 'number' | 'principal' | 'interest' | 'state'>;

/** The row into which a whole loan falls due on a day, in place of all that was still to come. */
export async function insertAcceleration(
  tx: Transaction,
  ctx: DomainContext,
  row: NewRow,
  on: PlainDate,
  paid: Partial<Instalment> = {},
): Promise<void> {
  const days = { dueOn: on, periodEndsOn: on, overdueOn: on };
  await tx.insert(instalment).values({ ...row, ...days, ...paid, kind: 'acceleration' });
  await recordAudit(tx, ctx, {
    verb: 'accelerate',
    objectType: 'instalment',
    objectId: row.loanId,
    fromState: null,
    toState: row.state,
    details: { number: row.number },
  });
}

/** What one compensation has paid of a row that does not exist yet. */
async function paidAhead(tx: Transaction, pay: Collection, known: ReadonlySet<number>) {
  const items = await tx
    .select()
    .from(collectionItem)
    .where(and(eq(collectionItem.loanId, pay.loanId), eq(collectionItem.collectionId, pay.id)));
  const numbers = new Set<number>(items.map(({ instalmentNumber }) => instalmentNumber));
  return { made: items.find(({ instalmentNumber }) => !known.has(instalmentNumber)), numbers };
}

/**
 * When a compensator has paid all that remained of a locked loan: the borrower owes it to him in one row, and the rows
 * that were still to come end with nothing in them. Any other payment is left alone.
 */
export async function applyAcceleration(tx: Transaction, ctx: DomainContext, pay: Collection, at: Date): Promise<void> {
  if (pay.kind !== 'compensation' || pay.plan === null) return;
  const rows = await rowsOfLoan(tx, pay.loanId);
  const { made, numbers } = await paidAhead(tx, pay, new Set(rows.map(({ number }) => number)));
  const ahead = rows.filter(({ number, state }) => (state === 'scheduled' || state === 'due') && !numbers.has(number));
  if (made) {
    const { instalmentNumber: number, principal, interest } = made;
    await insertAcceleration(
      tx,
      ctx,
      { loanId: pay.loanId, number, principal, interest, state: 'compensated' },
      plainDate(pay.plan.on),
      {
        principalCompensated: principal,
        interestCompensated: interest,
        penaltyAtCompensation: ZERO,
        compensatorAccountId: pay.payerAccountId,
        compensatedOn: businessDateOf(at),
      },
    );
  }
  await endRows(tx, ctx, pay, ahead, at);
}
