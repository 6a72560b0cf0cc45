import { and, asc, eq, sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { account, authorisation } from '#db/schema/accounts.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, ZERO } from '#server/primitives/money.ts';
import { spendableOf } from '../ledger/balances.ts';
import type { Bidder, Listing } from './rules.ts';

export type LockedListing = Listing & Readonly<{ loanId: Uuid; projectNo: string }>;

/** The loan, locked, with its product's rules; undefined when there is none. */
async function lockListing(tx: Transaction, loanId: Uuid): Promise<LockedListing | undefined> {
  const [row] = await tx
    .select({
      loanId: loan.id,
      state: loan.state,
      amount: loan.amount,
      reserved: loan.reserved,
      opensAt: loan.opensAt,
      deadlineAt: loan.deadlineAt,
      borrowerPersonId: loan.borrowerPersonId,
      projectNo: loan.projectNo,
      minimumBid: product.minimumBid,
      bidStep: product.bidStep,
      perInvestorCap: product.perInvestorCap,
    })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .where(eq(loan.id, loanId))
    .for('update', { of: loan })
    .prepare('lock-listing')
    .execute();
  return row;
}

const lockAccounts = (tx: Transaction, ids: readonly Uuid[]) =>
  tx
    .select({
      id: account.id,
      personId: account.personId,
      platformUserNo: account.platformUserNo,
      state: account.state,
      available: account.available,
      reserved: account.reserved,
      owed: account.owed,
      // The first of these says whether there is one: drizzle drops the whole of them when it is null.
      tender: { kind: authorisation.kind, amountLimit: authorisation.amountLimit, expiresOn: authorisation.expiresOn },
    })
    .from(account)
    .leftJoin(authorisation, and(eq(authorisation.accountId, account.id), eq(authorisation.kind, 'TENDER')))
    .where(and(sql`${account.id} = any(${arrayOf('uuid', ids)})`, eq(account.role, 'INVESTOR')))
    .orderBy(asc(account.id))
    .for('update', { of: account })
    .prepare('lock-bidders')
    .execute();

/** A person lends through one account, so what he has on the loan is what the account has. Asked for a cap only. */
const readOnLoan = (tx: Transaction, loanId: Uuid, ids: readonly Uuid[]) =>
  tx
    .select({ accountId: bid.investorAccountId, total: sql<string>`sum(${bid.amount})` })
    .from(bid)
    .where(
      and(
        eq(bid.loanId, loanId),
        sql`${bid.investorAccountId} = any(${arrayOf('uuid', ids)})`,
        sql`${bid.state} in ('freezing', 'frozen', 'settling', 'settled')`,
      ),
    )
    .groupBy(bid.investorAccountId)
    .prepare('bids-on-loan')
    .execute();

export type LockedBidders = Readonly<{
  listing: LockedListing | undefined;
  bidders: ReadonlyMap<Uuid, Bidder & Readonly<{ platformUserNo: string }>>;
}>;

/**
 * Locks the loan, then the bidders' accounts by id, and reads what the rules need to know. What is read after the
 * loan's lock is sent together: one round trip for all of it.
 */
export async function readBidders(tx: Transaction, loanId: Uuid, accountIds: readonly Uuid[]): Promise<LockedBidders> {
  const listing = await lockListing(tx, loanId);
  const [accounts, onLoan] = await Promise.all([
    lockAccounts(tx, accountIds),
    listing && listing.perInvestorCap !== null ? readOnLoan(tx, loanId, accountIds) : [],
  ]);
  const lent = new Map(onLoan.map(({ accountId, total }) => [accountId, fen(BigInt(total))]));
  const bidders = accounts.flatMap(({ id, personId, platformUserNo, state, tender, ...held }) => {
    if (!personId) return [];
    const bidder = { personId, platformUserNo, accountState: state, spendable: spendableOf(held) };
    return [[id, { ...bidder, onLoan: lent.get(id) ?? ZERO, tender: tender ?? undefined }] as const];
  });
  return { listing, bidders: new Map(bidders) };
}
