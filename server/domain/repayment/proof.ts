import { and, eq, inArray, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { PaymentPart } from '#db/schema/products.ts';
import {
  type Beneficiary,
  collection,
  collectionItem,
  type InstalmentKind,
  type InstalmentState,
  instalment,
  receipt,
} from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { loanPage } from '../loan/queries.ts';
import { type Parts, totalOf } from './owed.ts';
import { quoteShare } from './quote-share.ts';

type Reader = Pick<DomainContext, 'db' | 'businessDate'>;
/** Who paid: the borrower, or somebody in his place. */
export type ProofPayer = 'borrower' | 'compensator';

/** All that one kind of payer has paid for one row, and where it went. */
export type ProofPayment = Readonly<{
  payer: ProofPayer;
  paid: Parts;
  /** Σ of the investors' receipts, added up anew. */
  investors: Parts;
  /** To whoever had paid in the borrower's place. */
  compensator: Money;
  platform: Money;
  /** Of what the investors received, taken by the platform. */
  serviceFee: Money;
  /** How many shares hold a fen that the floors left over. */
  leftOver: number;
  /** What the investors were meant to get less what they got, without regard to sign, part by part: nothing. */
  difference: Money;
}>;

export type ProofRow = Readonly<{
  number: number;
  kind: InstalmentKind;
  dueOn: PlainDate;
  state: InstalmentState;
  principal: Money;
  interest: Money;
  fee: Money;
  payments: readonly ProofPayment[];
}>;

export type Proof = Readonly<{
  loan: Readonly<{ loanId: Uuid; number: string; title: string; amount: Money }>;
  /** False while the loan is not settled: then the rows are those of a settlement today. */
  settled: boolean;
  rows: readonly ProofRow[];
  /** Σ of what the bank has moved out of payers' freezes. */
  collected: Money;
}>;

const total = (column: AnyPgColumn) =>
  sql`coalesce(sum(${column}), 0)`.mapWith((text: string): Money => fen(BigInt(text)));
const partsOf = (table: typeof receipt | typeof collectionItem) => ({
  penalty: total(table.penalty),
  fee: total(table.fee),
  interest: total(table.interest),
  principal: total(table.principal),
});
const byPayer = sql<ProofPayer>`case ${collection.kind} when 'compensation' then 'compensator' else 'borrower' end`;
const paidCollections = (loanId: Uuid) => and(eq(collection.loanId, loanId), eq(collection.state, 'paid'));

/** What was paid, by row, payer and beneficiary. */
const itemSums = (ctx: Reader, loanId: Uuid) =>
  ctx.db
    .select({
      number: collectionItem.instalmentNumber,
      payer: byPayer,
      beneficiary: collectionItem.beneficiary,
      ...partsOf(collectionItem),
    })
    .from(collection)
    .innerJoin(
      collectionItem,
      and(eq(collectionItem.loanId, collection.loanId), eq(collectionItem.collectionId, collection.id)),
    )
    .where(paidCollections(loanId))
    .groupBy(collectionItem.instalmentNumber, byPayer, collectionItem.beneficiary);

const held = (part: AnyPgColumn, carry: AnyPgColumn) => sql`count(*) filter (where ${part} > 0 and ${carry} < 0)`;

/** What the investors received, by row and payer: one aggregate over all receipts of the loan. */
const receiptSums = (ctx: Reader, loanId: Uuid) =>
  ctx.db
    .select({
      number: receipt.instalmentNumber,
      payer: byPayer,
      ...partsOf(receipt),
      serviceFee: total(receipt.serviceFee),
      leftOver: sql<number>`(${held(receipt.principal, receipt.principalCarryAfter)}
        + ${held(receipt.interest, receipt.interestCarryAfter)} + ${held(receipt.penalty, receipt.penaltyCarryAfter)}
        + ${held(receipt.fee, receipt.feeCarryAfter)})::integer`,
    })
    .from(collection)
    .innerJoin(receipt, and(eq(receipt.loanId, collection.loanId), eq(receipt.collectionId, collection.id)))
    .where(paidCollections(loanId))
    .groupBy(receipt.instalmentNumber, byPayer);

const NOTHING: Parts = { penalty: ZERO, fee: ZERO, interest: ZERO, principal: ZERO };
const PARTS = ['penalty', 'fee', 'interest', 'principal'] as const satisfies PaymentPart[];
const added = (left: Parts, right: Parts): Parts => ({
  penalty: plus(left.penalty, right.penalty),
  fee: plus(left.fee, right.fee),
  interest: plus(left.interest, right.interest),
  principal: plus(left.principal, right.principal),
});

type Items = Awaited<ReturnType<typeof itemSums>>;
type Receipts = Awaited<ReturnType<typeof receiptSums>>;

function paymentBy(payer: ProofPayer, items: Items, receipts: Receipts): ProofPayment[] {
  const paidBy = items.filter((item) => item.payer === payer);
  const got = receipts.find((row) => row.payer === payer);
  if (paidBy.length === 0 && !got) return [];
  const sumFor = (...whom: Beneficiary[]): Parts =>
    paidBy.filter(({ beneficiary }) => whom.includes(beneficiary)).reduce(added, NOTHING);
  const { penalty, fee, interest, principal } = got ?? NOTHING;
  const investors: Parts = { penalty, fee, interest, principal };
  const meant = sumFor('investors');
  const off = PARTS.map((part) => minus(meant[part], investors[part]));
  return [
    {
      payer,
      paid: sumFor('investors', 'compensator', 'platform'),
      investors,
      compensator: totalOf(sumFor('compensator')),
      platform: totalOf(sumFor('platform')),
      serviceFee: got?.serviceFee ?? ZERO,
      leftOver: got?.leftOver ?? 0,
      difference: sum(off.map((each) => fen(each < 0n ? -each : each))),
    },
  ];
}

async function plannedRows(ctx: Reader, loanId: Uuid, amount: Money): Promise<ProofRow[]> {
  const { rows } = await quoteShare(ctx, { loanId, stake: amount });
  return rows.map(({ period, dueOn, principal, interest }) => ({
    number: period,
    kind: 'scheduled',
    dueOn,
    state: 'scheduled',
    principal,
    interest,
    fee: ZERO,
    payments: [],
  }));
}

/**
 * Where every fen of a loan went: for each row what was paid and by whom, and the receipts of the investors added up
 * anew beside it. Only payments that are wholly distributed count. Before the settlement the rows are the plan as of
 * today.
 * @throws DomainError NOT_FOUND for a loan that is not public.
 */
export async function proofOfLoan(ctx: Reader, { loanId }: { loanId: Uuid }): Promise<Proof> {
  const { number, title, amount, settledAt } = await loanPage(ctx, loanId);
  const loan = { loanId, number, title, amount };
  if (!settledAt) return { loan, settled: false, rows: await plannedRows(ctx, loanId, amount), collected: ZERO };
  const [rows, items, receipts, [moved]] = await Promise.all([
    ctx.db.select().from(instalment).where(eq(instalment.loanId, loanId)).orderBy(instalment.number),
    itemSums(ctx, loanId),
    receiptSums(ctx, loanId),
    ctx.db
      .select({ amount: total(collection.amount) })
      .from(collection)
      .where(and(eq(collection.loanId, loanId), inArray(collection.state, ['paid']))),
  ]);
  const proven = rows.map((row): ProofRow => {
    const ofRow = <Line extends { number: number }>(lines: Line[]) =>
      lines.filter((line) => line.number === row.number);
    const payments = (['borrower', 'compensator'] as const).flatMap((payer) =>
      paymentBy(payer, ofRow(items), ofRow(receipts)),
    );
    const { kind, dueOn, state, principal, interest, fee } = row;
    return { number: row.number, kind, dueOn, state, principal, interest, fee, payments };
  });
  return { loan, settled: true, rows: proven, collected: moved?.amount ?? ZERO };
}
