import { and, eq, type SQL, sql } from 'drizzle-orm';
import { account, authorisation } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { enterprise, guarantor } from '#db/schema/people.ts';
import { instalment } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, plus } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from './move-loan.ts';

const asMoney = (text: SQL) => text.mapWith((value: string): Money => fen(BigInt(value)));

/** Of one loan `l`: what its guarantor may still have to pay; the whole amount while it is listed. */
export const guaranteedOpen = asMoney(sql`(case
  when l.state in ('registering', 'scheduled', 'open', 'closing', 'full', 'settling') then l.amount
  when l.state in ('repaying', 'overdue') then (
    select coalesce(sum(i.principal - i.principal_paid - i.principal_compensated), 0)
    from ${instalment} i where i.loan_id = l.id)
  else 0 end)`);

const byGuarantor = sql`from ${instalment} i join ${account} a on a.id = i.compensator_account_id
  where i.loan_id = l.id and a.enterprise_id = l.guarantor_id`;

/** Of one loan `l`: what its guarantor has paid in the borrower's place. */
export const guarantorPaid = asMoney(
  sql`(select coalesce(sum(i.principal_compensated + i.interest_compensated), 0) ${byGuarantor})`,
);
/** Of one loan `l`: what has come back to its guarantor of that, penalty left out. */
export const guarantorRecovered = asMoney(
  sql`(select coalesce(sum(i.principal_recovered + i.interest_recovered), 0) ${byGuarantor})`,
);

/** Σ over the loans of a guarantor: what it may still have to pay, and what it has paid and not got back. */
export const openExposureOf = (enterpriseId: SQL) =>
  asMoney(sql`(select coalesce(sum(${guaranteedOpen} + ${guarantorPaid} - ${guarantorRecovered}), 0)::text
    from ${loan} l where l.guarantor_id = ${enterpriseId})`);

/** The guarantor with its account and what it has authorised, locked: of two listings at once the second waits. */
async function lockStanding(tx: Transaction, guarantorId: Uuid) {
  const [row] = await tx
    .select({
      state: guarantor.state,
      exposureLimit: guarantor.exposureLimit,
      legalPersonId: enterprise.legalPersonId,
      accountState: account.state,
      authorised: authorisation.kind,
      expiresOn: authorisation.expiresOn,
    })
    .from(guarantor)
    .innerJoin(enterprise, eq(enterprise.id, guarantor.enterpriseId))
    .innerJoin(account, and(eq(account.enterpriseId, enterprise.id), eq(account.role, 'GUARANTEECORP')))
    .leftJoin(authorisation, and(eq(authorisation.accountId, account.id), eq(authorisation.kind, 'COMPENSATORY')))
    .where(eq(guarantor.enterpriseId, guarantorId))
    .for('update', { of: guarantor });
  return row;
}

/**
 * Whether a guarantor may stand for one loan more, asked in the transaction that lists it; the loan is locked. Holds
 * the guarantor's row to the end of it, so that parallel listings never pass the limit together. A loan that is
 * counted already, as one that is registered anew, is not counted twice.
 * @throws DomainError GUARANTOR_NOT_ACTIVE, OWN_LOAN for the borrower's own enterprise or representative,
 *   ACCOUNT_NOT_OPEN, AUTHORISATION_MISSING, GUARANTOR_LIMIT_EXCEEDED (details.limitFen, details.exposureFen)
 */
export async function requireGuarantorRoom(
  tx: Transaction,
  ctx: DomainContext,
  listed: Pick<Loan, 'id' | 'amount' | 'enterpriseId' | 'borrowerPersonId'> & { guarantorId: Uuid },
): Promise<void> {
  const standing = await lockStanding(tx, listed.guarantorId);
  if (standing?.state !== 'active') throw new DomainError('GUARANTOR_NOT_ACTIVE', 'the guarantor is not accepted');
  if (listed.enterpriseId === listed.guarantorId || listed.borrowerPersonId === standing.legalPersonId)
    throw new DomainError('OWN_LOAN', 'nobody stands for himself');
  if (standing.accountState !== 'active')
    throw new DomainError('ACCOUNT_NOT_OPEN', 'the guarantor has no open account');
  if (standing.authorised === null || (standing.expiresOn !== null && standing.expiresOn < ctx.businessDate))
    throw new DomainError('AUTHORISATION_MISSING', 'a guarantor pays by standing authorisation', {
      kind: 'COMPENSATORY',
    });
  const [others] = await tx.execute<{ exposure: string }>(sql`
    select coalesce(sum(${guaranteedOpen} + ${guarantorPaid} - ${guarantorRecovered}), 0)::text as exposure
    from ${loan} l where l.guarantor_id = ${listed.guarantorId} and l.id <> ${listed.id}`);
  const exposure = fen(BigInt(others?.exposure ?? '0'));
  if (plus(exposure, listed.amount) > standing.exposureLimit)
    throw new DomainError('GUARANTOR_LIMIT_EXCEEDED', 'the guarantor’s limit is used up', {
      limitFen: String(standing.exposureLimit),
      exposureFen: String(exposure),
    });
}
