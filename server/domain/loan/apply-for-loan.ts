import { and, desc, eq, inArray, lte, ne, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { person } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import { instalment } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { once } from '../once.ts';
import { nextNumber } from './next-number.ts';
import { type Application, requireApplication, requireUnderCap } from './rules.ts';
import { loanMachine, PENDING_LOAN_STATES } from './states.ts';

export type LoanApplication = Application & Readonly<{ requestId: Uuid; productId: Uuid }>;

/** The version that is being sold on a day: the newest of its code that has begun. */
async function productOnSale(tx: Transaction, productId: Uuid, on: PlainDate) {
  const [asked] = await tx.select().from(product).where(eq(product.id, productId));
  if (!asked) throw new DomainError('NOT_FOUND', 'no such product');
  const [newest] = await tx
    .select({ id: product.id })
    .from(product)
    .where(and(eq(product.code, asked.code), lte(product.validFrom, on)))
    .orderBy(desc(product.version))
    .limit(1);
  if (newest?.id !== asked.id) throw new DomainError('CONFLICT', 'the product has a newer version, or has not begun');
  return asked;
}

/** What a person owes or has asked for on this platform. The caller has locked the person. */
async function borrowedBy(tx: Transaction, personId: Uuid): Promise<Money> {
  const [pending] = await tx
    .select({ total: sql<string>`coalesce(sum(${loan.amount}), 0)` })
    .from(loan)
    .where(and(eq(loan.borrowerPersonId, personId), inArray(loan.state, [...PENDING_LOAN_STATES])));
  const [outstanding] = await tx
    .select({ total: sql<string>`coalesce(sum(${instalment.principal}), 0)` })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .where(and(eq(loan.borrowerPersonId, personId), ne(instalment.state, 'paid')));
  return fen(BigInt(pending?.total ?? 0) + BigInt(outstanding?.total ?? 0));
}

/** The person is locked, so that applications in parallel count each other. */
async function lockBorrower(tx: Transaction, actor: BorrowerActor): Promise<{ personId: Uuid; accountId: Uuid }> {
  const { personId, accountId } = actor;
  if (!personId || !accountId) throw new DomainError('ACCOUNT_NOT_OPEN', 'a borrower needs an account at the bank');
  await tx.select({ id: person.id }).from(person).where(eq(person.id, personId)).for('update');
  const [held] = await tx.select({ state: account.state }).from(account).where(eq(account.id, accountId));
  if (held?.state !== 'active') throw new DomainError('ACCOUNT_NOT_OPEN', 'the account at the bank is not active');
  return { personId, accountId };
}

/**
 * Hands in an application for a loan of a product.
 * @throws DomainError ACCOUNT_NOT_OPEN, NOT_FOUND or CONFLICT (product), INPUT_INVALID, AMOUNT_NOT_POSITIVE,
 * AMOUNT_BELOW_MINIMUM, BORROWING_CAP_EXCEEDED, REQUEST_ID_REUSED.
 */
export function applyForLoan(ctx: DomainContext<BorrowerActor>, input: LoanApplication): Promise<{ loanId: Uuid }> {
  const { requestId, ...asked } = input;
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'apply-for-loan', input: asked }, async () => {
      const borrower = await lockBorrower(tx, ctx.actor);
      const sold = await productOnSale(tx, input.productId, ctx.businessDate);
      requireApplication(sold, input);
      requireUnderCap(await borrowedBy(tx, borrower.personId), input.amount);
      const number = await nextNumber(tx, 'L', ctx.businessDate);
      const loanId = ctx.newId();
      const state = loanMachine.draft.submit;
      await tx.insert(loan).values({
        id: loanId,
        number,
        projectNo: number.replace('-', ''),
        borrowerAccountId: borrower.accountId,
        borrowerPersonId: borrower.personId,
        productId: sold.id,
        title: input.title.trim(),
        purpose: input.purpose.trim(),
        amount: input.amount,
        ratePpm: input.ratePpm,
        term: input.term,
        state,
        submittedAt: ctx.now(),
        createdAt: ctx.now(),
      });
      await recordAudit(tx, ctx, {
        verb: 'apply-for-loan',
        objectType: 'loan',
        objectId: loanId,
        fromState: 'draft',
        toState: state,
        details: { number, amountFen: input.amount.toString() },
      });
      return { loanId };
    }),
  );
}
