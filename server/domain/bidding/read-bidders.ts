import { and, asc, eq, sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { account, authorisation } from '#db/schema/accounts.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { enterprise } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, ZERO } from '#server/primitives/money.ts';
import { spendableOf } from '../ledger/balances.ts';
import { type Bidder, capOf, type Listing } from './rules.ts';

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
      enterpriseId: loan.enterpriseId,
      guarantorId: loan.guarantorId,
      guarantorPersonId: enterprise.legalPersonId,
      projectNo: loan.projectNo,
      minimumBid: product.minimumBid,
      bidStep: product.bidStep,
      perInvestorCap: product.perInvestorCap,
      perInvestorCapPpm: product.perInvestorCapPpm,
    })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .leftJoin(enterprise, eq(enterprise.id, loan.guarantorId))
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
      enterpriseId: account.enterpriseId,
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

/** What the persons behind accounts have on the loan, by all accounts that they act for. Asked for a cap only. */
const readOnLoan = (tx: Transaction, loanId: Uuid, ids: readonly Uuid[]) =>
  tx
    .select({ personId: bid.investorPersonId, total: sql<string>`sum(${bid.amount})` })
    .from(bid)
    .where(
      and(
        eq(bid.loanId, loanId),
        sql`${bid.investorPersonId} in (select person_id from account where id = any(${arrayOf('uuid', ids)}))`,
        sql`${bid.state} in ('freezing', 'frozen', 'settling', 'settled')`,
      ),
    )
    .groupBy(bid.investorPersonId)
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
    listing && capOf(listing) !== null ? readOnLoan(tx, loanId, accountIds) : [],
  ]);
  const lent = new Map(onLoan.map(({ personId, total }) => [personId, fen(BigInt(total))]));
  const bidders = accounts.flatMap(({ id, personId, enterpriseId, platformUserNo, state, tender, ...held }) => {
    if (!personId) return [];
    const who = { personId, enterpriseId, platformUserNo, accountState: state, tender: tender ?? undefined };
    return [[id, { ...who, spendable: spendableOf(held), onLoan: lent.get(personId) ?? ZERO }] as const];
  });
  return { listing, bidders: new Map(bidders) };
}
