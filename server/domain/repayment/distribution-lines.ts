import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { collectionItem, instalment, receipt } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { fen, type Money, plus, sum } from '#server/primitives/money.ts';
import { INCOME, type TradeLine } from '../settlement/trade-lines.ts';
import type { Collection } from './collections.ts';

type Party = TradeLine['source'];
/** Who pays a line, and out of which freeze of his. */
type Paid = Pick<TradeLine, 'source' | 'freezeRequestNo'>;

const money = (...columns: readonly AnyPgColumn[]) =>
  sql`sum(${sql.join([...columns], sql` + `)})`.mapWith((value: string): Money => fen(BigInt(value)));

async function payerOf(tx: Transaction, pay: Collection): Promise<Party> {
  const [found] = await tx
    .select({ platformUserNo: account.platformUserNo })
    .from(account)
    .where(eq(account.id, pay.payerAccountId));
  const bucket = pay.freezeRequestNo === null ? 'available' : 'frozen';
  return { accountId: pay.payerAccountId, bucket, platformUserNo: found?.platformUserNo ?? '' };
}

/** What each claim holder of one trade receives, all instalments of the collection together. */
const receiptsOfChunk = (tx: Transaction, pay: Collection, chunk: number) =>
  tx
    .select({
      accountId: receipt.investorAccountId,
      platformUserNo: account.platformUserNo,
      principal: money(receipt.principal),
      income: money(receipt.interest, receipt.penalty, receipt.fee),
      serviceFee: money(receipt.serviceFee),
    })
    .from(receipt)
    .innerJoin(account, eq(account.id, receipt.investorAccountId))
    .where(and(eq(receipt.loanId, pay.loanId), eq(receipt.collectionId, pay.id), eq(receipt.chunk, chunk)))
    .groupBy(receipt.claimId, receipt.investorAccountId, account.platformUserNo)
    .having(sql`sum(${receipt.principal} + ${receipt.interest} + ${receipt.penalty} + ${receipt.fee}) > 0`)
    .orderBy(asc(receipt.claimId));

/** What goes to whoever paid in the borrower's place, and to the platform. */
const otherItems = (tx: Transaction, pay: Collection) =>
  tx
    .select({
      item: collectionItem,
      compensatorAccountId: instalment.compensatorAccountId,
      userNo: account.platformUserNo,
    })
    .from(collectionItem)
    .leftJoin(
      instalment,
      and(eq(instalment.loanId, collectionItem.loanId), eq(instalment.number, collectionItem.instalmentNumber)),
    )
    .leftJoin(account, eq(account.id, instalment.compensatorAccountId))
    .where(
      and(
        eq(collectionItem.loanId, pay.loanId),
        eq(collectionItem.collectionId, pay.id),
        ne(collectionItem.beneficiary, 'investors'),
      ),
    )
    .orderBy(asc(collectionItem.instalmentNumber), asc(collectionItem.beneficiary));

async function otherLines(tx: Transaction, pay: Collection, paid: Paid) {
  const rows = await otherItems(tx, pay);
  return rows.map(({ item, compensatorAccountId, userNo }): TradeLine => {
    if (item.beneficiary === 'platform') return { ...paid, kind: 'COMMISSION', amount: item.fee, target: INCOME };
    if (!compensatorAccountId || !userNo) throw new Error('nobody has paid this instalment in the borrower’s place');
    return {
      ...paid,
      kind: 'COMPENSATORY_REPAYMENT',
      amount: plus(plus(item.principal, item.interest), item.penalty),
      income: plus(item.interest, item.penalty),
      target: { accountId: compensatorAccountId, bucket: 'available', platformUserNo: userNo },
    };
  });
}

/** The borrower, where his guarantor pays by way of his account; undefined where the payer pays the investors himself. */
export async function borrowerBetween(tx: Transaction, pay: Collection): Promise<Party | undefined> {
  if (pay.kind !== 'compensation') return undefined;
  const [found] = await tx
    .select({ accountId: account.id, platformUserNo: account.platformUserNo })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(account, eq(account.id, loan.borrowerAccountId))
    .where(and(eq(loan.id, pay.loanId), eq(product.compensator, 'guarantor-through-borrower')));
  return found && { ...found, bucket: 'available' };
}

/** What brings the payer's money to the borrower, who passes it on in the lines that follow. */
const throughBorrower = (paid: Paid, borrower: Party, lines: readonly TradeLine[]): TradeLine => ({
  ...paid,
  kind: 'COMPENSATORY',
  amount: sum(lines.filter(({ kind }) => kind === 'COMPENSATORY').map(({ amount }) => amount)),
  target: borrower,
});

/**
 * The lines of one trade of a distribution: to each claim holder what is his out of the payer's freeze, then the service
 * fee out of what that has brought him; in the first trade also what goes to the compensator and to the platform. Where
 * a guarantor pays through the borrower, his money comes to the borrower first and goes on from there. The same at every
 * reading.
 */
export async function distributionLines(tx: Transaction, pay: Collection, chunk: number): Promise<TradeLine[]> {
  const source = await payerOf(tx, pay);
  const paid: Paid = { source, ...(pay.freezeRequestNo !== null && { freezeRequestNo: pay.freezeRequestNo }) };
  const borrower = await borrowerBetween(tx, pay);
  const giver: Paid = borrower ? { source: borrower } : paid;
  const rows = await receiptsOfChunk(tx, pay, chunk);
  const lines = rows.flatMap(({ accountId, platformUserNo, principal, income, serviceFee }): TradeLine[] => {
    const investor = { accountId, bucket: 'available', platformUserNo } as const;
    const kind = pay.kind === 'compensation' ? 'COMPENSATORY' : 'REPAYMENT';
    const share: TradeLine = { ...giver, kind, amount: plus(principal, income), income, target: investor };
    if (serviceFee === 0n) return [share];
    return [share, { kind: 'COMMISSION', amount: serviceFee, source: investor, target: INCOME }];
  });
  if (borrower) return [throughBorrower(paid, borrower, lines), ...lines];
  return chunk === 1 ? [...lines, ...(await otherLines(tx, pay, paid))] : lines;
}
