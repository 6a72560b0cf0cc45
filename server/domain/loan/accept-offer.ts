import { and, eq } from 'drizzle-orm';
import { account, authorisation } from '#db/schema/accounts.ts';
import { type LoanState, loan as loanTable } from '#db/schema/loans.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { lockOwnLoan } from './borrower.ts';
import { requireGuarantorRoom } from './guarantor-exposure.ts';
import { type Loan, moveLoan } from './move-loan.ts';
import { productOf } from './product-on-sale.ts';
import { establishProject } from './project.ts';

/** States of a loan whose offer has been accepted and is being or has been registered. */
const ACCEPTED: ReadonlySet<LoanState> = new Set(['registering', 'scheduled', 'open', 'full', 'settling', 'repaying']);

/** Instalments are collected by standing authorisation: a loan is listed only when the borrower has given it. */
async function requireRepaymentAuthorisation(tx: Transaction, ctx: DomainContext, loan: Loan): Promise<void> {
  const [holder] = await tx
    .select({ state: account.state, kind: authorisation.kind, expiresOn: authorisation.expiresOn })
    .from(account)
    .leftJoin(authorisation, and(eq(authorisation.accountId, account.id), eq(authorisation.kind, 'REPAYMENT')))
    .where(eq(account.id, loan.borrowerAccountId));
  if (holder?.state !== 'active') throw new DomainError('ACCOUNT_NOT_OPEN', 'the account at the bank is not active');
  if (holder.kind === null || (holder.expiresOn !== null && holder.expiresOn < ctx.businessDate)) {
    throw new DomainError('AUTHORISATION_MISSING', 'repayment needs a standing authorisation', { kind: 'REPAYMENT' });
  }
}

export type Acceptance = Readonly<{
  loanId: Uuid;
  /** When the listing is to open, at most seven days ahead; at once when absent or past. An officer may change it. */
  opensAt?: Date;
}>;

const FARTHEST_DAYS = 7;
const DAY_MS = 86_400_000;

function requireOpening(ctx: DomainContext, opensAt: Date | undefined): void {
  if (!opensAt) return;
  const farthest = ctx.now().getTime() + FARTHEST_DAYS * DAY_MS;
  if (Number.isNaN(opensAt.getTime()) || opensAt.getTime() > farthest) {
    throw new DomainError('INPUT_INVALID', 'the opening is too far ahead', {
      field: 'opensAt',
      longest: FARTHEST_DAYS,
    });
  }
}

/** Undefined when the offer has been accepted already and the loan is on its way. */
async function register(
  tx: Transaction,
  ctx: DomainContext<BorrowerActor>,
  { loanId, opensAt: wished }: Acceptance,
): Promise<Uuid | undefined> {
  let loan = await lockOwnLoan(tx, ctx.actor, loanId);
  if (ACCEPTED.has(loan.state)) return undefined;
  requireOpening(ctx, wished);
  await requireRepaymentAuthorisation(tx, ctx, loan);
  const { guarantorId } = loan;
  if (guarantorId !== null) await requireGuarantorRoom(tx, ctx, { ...loan, guarantorId });
  if (loan.state !== 'approved') loan = await moveLoan(tx, ctx, loan, 'accept', { verb: 'accept-offer' });
  // An hour that an officer has set stands.
  const opensAt = loan.opensAt ?? wished ?? null;
  const details = { opensAt: opensAt?.toISOString() ?? null };
  const registering = await moveLoan(tx, ctx, loan, 'register', { verb: 'accept-offer', details }, { opensAt });
  return establishProject(tx, ctx, registering, await productOf(tx, loan.productId));
}

/**
 * Accepts the officer's offer and registers the loan at the bank, which opens it. Called again after the bank has
 * refused the registration, it registers anew; called again for an accepted offer, it tells how far the loan is.
 * @returns the loan's state when the bank has answered: open, or scheduled for its hour; registering while it has not
 * @throws DomainError NOT_FOUND, INPUT_INVALID (opensAt), ACCOUNT_NOT_OPEN, AUTHORISATION_MISSING,
 *   INVALID_TRANSITION, and as requireGuarantorRoom for a guaranteed loan.
 */
export async function acceptOffer(
  ctx: DomainContext<BorrowerActor>,
  input: Acceptance,
): Promise<{ loanId: Uuid; state: LoanState }> {
  const instructionId = await transaction(ctx, (tx) => register(tx, ctx, input));
  ctx.failpoint('loan.registering');
  if (instructionId) await dispatch(ctx, instructionId);
  const [after] = await ctx.db.select({ state: loanTable.state }).from(loanTable).where(eq(loanTable.id, input.loanId));
  return { loanId: input.loanId, state: after?.state ?? 'registering' };
}
