import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { enterprise, person } from '#db/schema/people.ts';
import { instalment } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, greater, type Money } from '#server/primitives/money.ts';
import { requireUnderCaps } from './rules.ts';
import { PENDING_LOAN_STATES } from './states.ts';

/** Who is counted: the person, or the enterprise together with its legal representative's other enterprises. */
export type BorrowingParty = Readonly<{ personId: Uuid; enterpriseId: Uuid | null }>;

const loansOf = ({ personId, enterpriseId }: BorrowingParty): SQL | undefined =>
  enterpriseId === null
    ? and(eq(loan.borrowerKind, 'person'), eq(loan.borrowerPersonId, personId))
    : and(
        eq(loan.borrowerKind, 'enterprise'),
        or(eq(loan.enterpriseId, enterpriseId), eq(loan.borrowerPersonId, personId)),
      );

const amountOf = (value: string | null | undefined): Money => fen(BigInt(value ?? 0));

/** Locks the person and the enterprise, so that applications in parallel count each other. After the loan, if any. */
async function lockBorrowing(tx: Transaction, { personId, enterpriseId }: BorrowingParty): Promise<void> {
  await tx.select({ id: person.id }).from(person).where(eq(person.id, personId)).for('update');
  if (enterpriseId === null) return;
  await tx.select({ id: enterprise.id }).from(enterprise).where(eq(enterprise.id, enterpriseId)).for('update');
}

/** What is owed here or asked for, and the largest debt elsewhere that a live loan declares; `except` is left out. */
async function countBorrowing(tx: Transaction, party: BorrowingParty, except: Uuid | undefined) {
  const counted = and(loansOf(party), except && ne(loan.id, except));
  const pending = sql`${loan.state} in ${[...PENDING_LOAN_STATES]}`;
  const [asked] = await tx
    .select({
      total: sql<string>`coalesce(sum(${loan.amount}) filter (where ${pending}), 0)`,
      declared: sql<string>`coalesce(max(${loan.declaredDebt}), 0)`,
    })
    .from(loan)
    .where(and(counted, inArray(loan.state, [...PENDING_LOAN_STATES, 'repaying', 'overdue'])));
  const [outstanding] = await tx
    .select({
      total: sql<string>`coalesce(sum(${instalment.principal} - ${instalment.principalPaid} - ${instalment.principalRecovered}), 0)`,
    })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .where(counted);
  return { owed: fen(amountOf(asked?.total) + amountOf(outstanding?.total)), declared: amountOf(asked?.declared) };
}

/**
 * Whether a borrower may ask for an amount beside all else that he owes or has asked for. Locks him first.
 * @param except the loan whose own amount is being changed
 * @throws DomainError BORROWING_CAP_EXCEEDED, TOTAL_BORROWING_CAP_EXCEEDED
 */
export async function requireWithinCaps(
  tx: Transaction,
  party: BorrowingParty,
  wish: { asked: Money; declared: Money; except?: Uuid },
): Promise<void> {
  await lockBorrowing(tx, party);
  const { owed, declared } = await countBorrowing(tx, party, wish.except);
  requireUnderCaps(party.enterpriseId === null ? 'person' : 'enterprise', {
    owed,
    asked: wish.asked,
    declared: greater(declared, wish.declared),
  });
}
