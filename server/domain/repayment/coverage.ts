import { inArray, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { enterprise, guarantor } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import { instalment } from '#db/schema/repayments.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { CHART } from '../ledger/chart.ts';
import { openExposureOf } from '../loan/guarantor-exposure.ts';

/** Who pays the investors of a loan when its borrower does not, by the books of this moment. */
export type Coverage = Readonly<{
  loanId: Uuid;
  /** `none`: nobody; what a loan is secured by is not a payer and does not count. */
  by: 'none' | 'guarantor' | 'reserve';
  /** The guarantor pays by way of the borrower's account. */
  throughBorrower: boolean;
  /** So many days past a due date. */
  afterDays: number;
  /** The guarantor's name. */
  name: string | null;
  /** What the payer stands for in all: a guarantor's open exposure, or what the reserve's loans still owe the investors. */
  standsFor: Money;
  /** The most that a guarantor may stand for; of the reserve there is none. */
  limit: Money | null;
  /** What the payer has at the bank and may spend now. */
  balance: Money;
  /** What this loan still owes its investors; of one that is not paid out its amount. */
  outstanding: Money;
  /** Whether the balance reaches for all that is left of this loan. */
  enough: boolean;
}>;

const money = (value: string | number | null): Money => fen(BigInt(value ?? 0));

/** Of a loan: the principal that its investors still wait for. */
const outstandingOf = sql`(case when loan.state in ('repaying', 'overdue', 'written-off') then (
    select coalesce(sum(i.principal - i.principal_paid - i.principal_compensated), 0)
    from ${instalment} i where i.loan_id = loan.id)
  when loan.state in ('repaid', 'failed', 'rejected', 'declined', 'withdrawn') then 0 else loan.amount end)`;

/** What the reserve stands for: the principal that the investors of all its loans still wait for. */
const reserveStandsFor = sql`(select coalesce(sum(i.principal - i.principal_paid - i.principal_compensated), 0)
  from ${instalment} i join loan r on r.id = i.loan_id join product rp on rp.id = r.product_id
  where rp.compensator = 'reserve' and r.state in ('repaying', 'overdue'))`;

const reserveBalance = sql`(select available - reserved from account where id = ${CHART.compensation.id})`;

/** The coverage of some loans, in one question to the database. A loan that nobody knows has none in the answer. */
export async function coverageOf(ctx: Pick<DomainContext, 'db'>, loanIds: readonly Uuid[]): Promise<Coverage[]> {
  if (loanIds.length === 0) return [];
  const rows = await ctx.db
    .select({
      loanId: loan.id,
      compensator: product.compensator,
      afterDays: product.compensateAfterDays,
      name: enterprise.name,
      limit: guarantor.exposureLimit,
      exposure: sql`(case when ${product.compensator} = 'reserve' then ${reserveStandsFor}::text
        else ${openExposureOf(sql`loan.guarantor_id`)} end)`.mapWith(money),
      balance: sql`(case when ${product.compensator} = 'reserve' then ${reserveBalance}
        else ${account.available} - ${account.reserved} end)`.mapWith(money),
      outstanding: sql`${outstandingOf}`.mapWith(money),
    })
    .from(loan)
    .innerJoin(product, sql`${product.id} = ${loan.productId}`)
    .leftJoin(guarantor, sql`${guarantor.enterpriseId} = ${loan.guarantorId}`)
    .leftJoin(enterprise, sql`${enterprise.id} = ${guarantor.enterpriseId}`)
    .leftJoin(account, sql`${account.enterpriseId} = ${guarantor.enterpriseId} and ${account.role} = 'GUARANTEECORP'`)
    .where(inArray(loan.id, [...loanIds]));
  return rows.map(({ compensator, exposure, balance, name, limit, ...row }): Coverage => {
    const by = payerOf(compensator, name !== null);
    const there = by === 'none' ? ZERO : balance;
    return {
      ...row,
      by,
      throughBorrower: compensator === 'guarantor-through-borrower',
      name: by === 'guarantor' ? name : null,
      standsFor: by === 'none' ? ZERO : exposure,
      limit: by === 'guarantor' ? limit : null,
      balance: there,
      enough: by !== 'none' && there >= row.outstanding,
    };
  });
}

function payerOf(compensator: typeof product.$inferSelect.compensator, hasGuarantor: boolean): Coverage['by'] {
  if (compensator === 'reserve') return 'reserve';
  return compensator !== 'none' && hasGuarantor ? 'guarantor' : 'none';
}
