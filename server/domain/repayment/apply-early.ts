import { and, eq, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { collectionItem, instalment, replacedInstalment } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf, plainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { sum, ZERO } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Collection } from './collections.ts';
import { earlyTermsOf, rowsOfLoan } from './early-loan.ts';
import { type Instalment, moveInstalment } from './instalments.ts';
import { type NewRow, reschedule } from './reschedule.ts';
import { spanOf } from './rows-ahead.ts';

type ItemRow = typeof collectionItem.$inferSelect;
/** What rows are replaced for: a payment, or a decision to write their loan off. */
type Cause = Pick<Collection, 'loanId' | 'id'>;

/** The row that the payment makes: paid as it comes to be. Undefined when only what had fallen due was paid. */
async function insertPaidRow(
  tx: Transaction,
  ctx: DomainContext,
  pay: Collection,
  made: readonly ItemRow[],
  at: Date,
): Promise<Instalment | undefined> {
  const number = made[0]?.instalmentNumber;
  if (number === undefined || pay.kind === 'instalment' || pay.kind === 'compensation') return undefined;
  const on = plainDate(pay.plan?.on ?? businessDateOf(at));
  const principal = sum(made.map((item) => item.principal));
  const interest = sum(made.map((item) => item.interest));
  const fee = sum(made.map((item) => item.fee));
  const paid = { principal, principalPaid: principal, interest, interestPaid: interest, fee, feePaid: fee };
  const [row] = await tx
    .insert(instalment)
    .values({
      ...paid,
      loanId: pay.loanId,
      number,
      kind: pay.kind,
      dueOn: on,
      periodEndsOn: on,
      state: 'paid',
      paidAt: at,
      paidOn: businessDateOf(at),
    })
    .returning();
  const object = { objectType: 'instalment', objectId: pay.loanId, fromState: null, toState: 'paid' };
  await recordAudit(tx, ctx, { ...object, verb: pay.kind, details: { number } });
  return row;
}

/** Keeps rows as they stood. */
async function keepOld(tx: Transaction, pay: Cause, rows: readonly Instalment[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(replacedInstalment).values(
    rows.map(({ number, dueOn, principal, interest }) => ({
      loanId: pay.loanId,
      collectionId: pay.id,
      number,
      dueOn,
      principal,
      interest,
      replacedAt: at,
    })),
  );
}

/** Nothing falls due any more: the rows that were still to come end with nothing in them. */
export async function endRows(
  tx: Transaction,
  ctx: DomainContext,
  pay: Cause,
  rows: readonly Instalment[],
  at: Date,
): Promise<void> {
  await keepOld(tx, pay, rows, at);
  const nothing = { principal: ZERO, interest: ZERO, paidAt: at, paidOn: businessDateOf(at) };
  for (const row of rows) await moveInstalment(tx, ctx, row, 'replace', nothing);
}

async function writeRows(tx: Transaction, ctx: DomainContext, pay: Collection, rows: readonly NewRow[]): Promise<void> {
  await tx.execute(sql`
    update instalment set principal = line.principal, interest = line.interest
    from unnest(${columnOf('integer', rows, (row) => row.number)},
      ${columnOf('bigint', rows, (row) => row.principal)},
      ${columnOf('bigint', rows, (row) => row.interest)}) as line (number, principal, interest)
    where instalment.loan_id = ${pay.loanId}::uuid and instalment.number = line.number
      and instalment.state in ('scheduled', 'due')`);
  const details = { rows: rows.length, keep: pay.plan?.keep ?? 'term' };
  await recordAudit(tx, ctx, { verb: 'reschedule', objectType: 'collection', objectId: pay.id, details });
}

/** A part is paid: the rows whose periods had not ended are laid anew on what is left. */
async function layRows(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  pay: Collection,
  known: Readonly<{ rows: readonly Instalment[]; ahead: readonly Instalment[]; made: Instalment }>,
  at: Date,
): Promise<void> {
  const { terms } = await earlyTermsOf(tx, loan);
  const running = known.ahead.filter((row) => row.periodEndsOn > known.made.dueOn);
  const span = spanOf(terms, known.rows, running[0]);
  if (!span) throw new DomainError('CONFLICT', 'no period is left to be paid ahead of');
  const part = known.made.principal;
  const after = reschedule(terms, running, span.from, { part, keep: pay.plan?.keep ?? 'term' });
  const changed = after.filter(
    ({ principal, interest, was }) => principal !== was.principal || interest !== was.interest,
  );
  const numbers = new Set(changed.map(({ number }) => number));
  await keepOld(
    tx,
    pay,
    running.filter(({ number }) => numbers.has(number)),
    at,
  );
  await writeRows(tx, ctx, pay, changed);
}

/**
 * When a payment ahead of the schedule of a locked loan has been paid, after what had fallen due: its row comes to be,
 * and the rows that it replaces become smaller; what they were is kept. Of rows that have fallen due while the bank was
 * at it, it takes those that it was quoted for. Anything else than a payoff or a prepayment is left alone.
 */
export async function applyEarly(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  pay: Collection,
  at: Date,
): Promise<void> {
  if (pay.kind !== 'payoff' && pay.kind !== 'prepayment') return;
  const rows = await rowsOfLoan(tx, loan.id);
  const items = await tx
    .select()
    .from(collectionItem)
    .where(and(eq(collectionItem.loanId, pay.loanId), eq(collectionItem.collectionId, pay.id)));
  const known = new Set(rows.map(({ number }) => number));
  const fallenDue = new Set(items.map((item) => item.instalmentNumber).filter((number) => known.has(number)));
  const ahead = rows.filter(
    ({ number, state }) => (state === 'scheduled' || state === 'due') && !fallenDue.has(number),
  );
  const ofNewRow = items.filter((item) => !known.has(item.instalmentNumber));
  const made = await insertPaidRow(tx, ctx, pay, ofNewRow, at);
  if (pay.kind === 'payoff') await endRows(tx, ctx, pay, ahead, at);
  else if (made) await layRows(tx, ctx, loan, pay, { rows, ahead, made }, at);
}
