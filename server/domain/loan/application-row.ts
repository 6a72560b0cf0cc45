import { eq } from 'drizzle-orm';
import type { loan } from '#db/schema/loans.ts';
import { enterprise, guarantor } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { ZERO } from '#server/primitives/money.ts';
import type { BorrowingParty } from './borrowing.ts';
import type { Product } from './product-on-sale.ts';
import { type Application, requireApplication } from './rules.ts';

type Row = typeof loan.$inferInsert;

/** A guarantor is active, and stands for somebody other than itself and its own legal representative. */
async function requireGuarantor(tx: Transaction, party: BorrowingParty, application: Application): Promise<void> {
  const { guarantorId } = application;
  if (!guarantorId) return;
  const refused = (message: string) => new DomainError('INPUT_INVALID', message, { field: 'guarantorId' });
  const [found] = await tx
    .select({ state: guarantor.state, legalPersonId: enterprise.legalPersonId })
    .from(guarantor)
    .innerJoin(enterprise, eq(enterprise.id, guarantor.enterpriseId))
    .where(eq(guarantor.enterpriseId, guarantorId));
  if (found?.state !== 'active') throw refused('no such guarantor');
  if (guarantorId === party.enterpriseId || found.legalPersonId === party.personId) {
    throw refused('nobody stands for himself');
  }
}

/**
 * What an application writes into its loan, once it has been checked against the product and the guarantor.
 * @throws DomainError as requireApplication; INPUT_INVALID (guarantorId)
 */
export async function applicationRow(
  tx: Transaction,
  party: BorrowingParty,
  sold: Product,
  application: Application,
): Promise<
  Omit<Row, 'id' | 'number' | 'projectNo' | 'borrowerAccountId' | 'borrowerPersonId' | 'state' | 'createdAt'>
> {
  const kind = party.enterpriseId === null ? 'person' : 'enterprise';
  requireApplication(sold, kind, application);
  await requireGuarantor(tx, party, application);
  const { amount, ratePpm, term, income = null } = application;
  return {
    productId: sold.id,
    borrowerKind: kind,
    enterpriseId: party.enterpriseId,
    guarantorId: application.guarantorId ?? null,
    title: application.title.trim(),
    purpose: application.purpose.trim(),
    amount,
    ratePpm,
    term,
    requestedAmount: null,
    requestedRatePpm: null,
    requestedTerm: null,
    collateralKind: application.collateralKind ?? sold.collateralKinds[0] ?? 'credit',
    collateral: application.collateral?.trim() ?? null,
    region: application.region?.trim() ?? null,
    monthlyIncome: kind === 'person' ? income : null,
    annualRevenue: kind === 'enterprise' ? income : null,
    declaredDebt: application.declaredDebt ?? ZERO,
  };
}
