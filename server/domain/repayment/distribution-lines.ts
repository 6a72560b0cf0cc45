import { and, eq, type SQL, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { CHART } from '../ledger/chart.ts';
import type { Collection } from './collections.ts';

/** The borrower's account, where his guarantor pays by way of it; undefined where the payer pays the investors himself. */
export async function accountBetween(tx: Transaction, pay: Collection): Promise<Uuid | undefined> {
  if (pay.kind !== 'compensation') return undefined;
  const [found] = await tx
    .select({ accountId: loan.borrowerAccountId })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .where(and(eq(loan.id, pay.loanId), eq(product.compensator, 'guarantor-through-borrower')));
  return found?.accountId;
}

/** Who pays, as the last columns of a line before its target: his freeze, account and bucket. */
type Payer = Readonly<{ freeze: SQL; account: SQL; bucket: SQL }>;

const payerOf = ({ freezeRequestNo, payerAccountId }: Collection): Payer => ({
  freeze: sql`${freezeRequestNo}::text`,
  account: sql`${payerAccountId}::uuid`,
  bucket: freezeRequestNo === null ? sql`'available'` : sql`'frozen'`,
});

/** What each claim holder of one trade receives, all instalments of the collection together. */
const sharesOf = (pay: Collection, chunk: number): SQL => sql`
  select r.claim_id, r.investor_account_id as account_id,
    sum(r.principal + r.interest + r.penalty + r.fee)::bigint as amount,
    sum(r.interest + r.penalty + r.fee)::bigint as income, sum(r.service_fee)::bigint as service_fee
  from receipt r
  where r.loan_id = ${pay.loanId}::uuid and r.collection_id = ${pay.id}::uuid and r.chunk = ${chunk}::integer
  group by r.claim_id, r.investor_account_id having sum(r.principal + r.interest + r.penalty + r.fee) > 0`;

/** What brings the payer's money to the borrower, who passes it on in the lines that follow. */
const throughBorrower = (payer: Payer, between: Uuid): SQL => sql`
  select 1 as section, null::uuid as claim_id, null::integer as instalment, 1 as step, 'COMPENSATORY' as kind,
    sum(amount)::bigint as amount, null::bigint as income, ${payer.freeze} as freeze_request_no,
    ${payer.account} as source_id, ${payer.bucket} as source_bucket, ${between}::uuid as target_id from share
  having count(*) > 0 union all`;

/** What goes to whoever paid in the borrower's place, and to the platform. */
const otherLines = (pay: Collection, payer: Payer): SQL => sql`
  union all select 3, null, item.instalment_number, case item.beneficiary when 'platform' then 2 else 1 end,
    case item.beneficiary when 'platform' then 'COMMISSION' else 'COMPENSATORY_REPAYMENT' end,
    case item.beneficiary when 'platform' then item.fee else item.principal + item.interest + item.penalty end,
    case item.beneficiary when 'platform' then null else item.interest + item.penalty end,
    ${payer.freeze}, ${payer.account}, ${payer.bucket},
    case item.beneficiary when 'platform' then ${CHART.income.id}::uuid else i.compensator_account_id end
  from collection_item item
    left join instalment i on i.loan_id = item.loan_id and i.number = item.instalment_number
  where item.loan_id = ${pay.loanId}::uuid and item.collection_id = ${pay.id}::uuid
    and item.beneficiary <> 'investors'`;

/**
 * The lines of one trade of a distribution, as a query for `tradeBody` and `postLines`: to each claim holder what is his
 * out of the payer's freeze, then the service fee out of what that has brought him; in the first trade also what goes to
 * the compensator and to the platform. Where a guarantor pays through the borrower (`between`), his money comes to the
 * borrower first and goes on from there. The same at every reading.
 */
export function distributionLines(pay: Collection, chunk: number, between: Uuid | undefined): SQL {
  const payer = payerOf(pay);
  const giver = between ? { freeze: sql`null`, account: sql`${between}::uuid`, bucket: sql`'available'` } : payer;
  const kind = pay.kind === 'compensation' ? sql`'COMPENSATORY'` : sql`'REPAYMENT'`;
  const others = chunk === 1 && !between ? otherLines(pay, payer) : sql``;
  return sql`
    with share as (${sharesOf(pay, chunk)}), line as (
      ${between ? throughBorrower(payer, between) : sql``}
      select 2 as section, claim_id, null::integer as instalment, 1 as step, ${kind} as kind, amount, income,
        ${giver.freeze} as freeze_request_no, ${giver.account} as source_id, ${giver.bucket} as source_bucket,
        account_id as target_id
      from share
      union all select 2, claim_id, null, 2, 'COMMISSION', service_fee, null, null, account_id, 'available',
        ${CHART.income.id}::uuid
      from share where service_fee > 0
      ${others})
    select (row_number() over (order by section, claim_id, instalment, step))::integer as number, kind, amount, income,
      freeze_request_no, null::uuid as bid_id, source_id, source_bucket, target_id, 'available' as target_bucket
    from line`;
}
