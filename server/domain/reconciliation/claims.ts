import { sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import type { Break, Cause } from './compare.ts';

const SETTLED = sql`('repaying', 'overdue', 'repaid', 'written-off')`;

type Figures = { ours: string; theirs: string };
const sidesOf = ({ ours, theirs }: Figures) => {
  const [left, right] = [fen(BigInt(ours)), fen(BigInt(theirs))];
  return { ours: toDecimalText(left), theirs: toDecimalText(right), amounts: { ours: left, theirs: right } };
};

type ClaimRow = Figures & { claim_id: Uuid; bid_id: Uuid; loan_id: Uuid; account_id: Uuid };

/** Claims that are not their stake less what they have been repaid. */
async function changedClaims(tx: Transaction): Promise<Break[]> {
  const rows = await tx.execute<ClaimRow>(sql`
    select c.id as claim_id, c.bid_id, c.loan_id, c.investor_account_id as account_id, c.outstanding::text as ours,
      (c.stake - coalesce(sum(r.principal), 0))::text as theirs
    from claim c left join receipt r on r.loan_id = c.loan_id and r.claim_id = c.id and r.paid_at is not null
    group by c.loan_id, c.id having c.outstanding <> c.stake - coalesce(sum(r.principal), 0) order by c.id`);
  return rows.map((row): Break => {
    const links = { loanId: row.loan_id, bidId: row.bid_id, accountId: row.account_id };
    return {
      ...sidesOf(row),
      kind: 'claim-not-principal',
      object: row.claim_id,
      cause: 'claim-changed-here',
      links,
    };
  });
}

type LoanRow = Figures & { number: string; loan_id: Uuid; claims_agree: boolean; stakes_agree: boolean };

/**
 * Loans whose claims outstanding are not the principal that the borrower still owes: what he has paid, or somebody in
 * his place, with what of a payment has reached its claim holders while the rest is on its way.
 */
async function unequalLoans(tx: Transaction): Promise<Break[]> {
  const rows = await tx.execute<LoanRow>(sql`
    with claims as (
        select loan_id, sum(outstanding) as outstanding, sum(stake) as stake from claim group by loan_id),
      owed as (
        select loan_id, sum(principal - principal_paid - principal_compensated) as principal
        from instalment group by loan_id),
      on_its_way as (
        select r.loan_id, sum(r.principal) as principal
        from receipt r join collection k on k.loan_id = r.loan_id and k.id = r.collection_id
        where r.paid_at is not null and k.state <> 'paid' group by r.loan_id),
      repaid as (select loan_id, sum(principal) as principal from receipt where paid_at is not null group by loan_id)
    select l.number, l.id as loan_id, coalesce(c.outstanding, 0)::text as ours,
      (coalesce(o.principal, 0) - coalesce(w.principal, 0))::text as theirs,
      coalesce(c.outstanding, 0) = coalesce(c.stake, 0) - coalesce(r.principal, 0) as claims_agree,
      coalesce(c.stake, 0) = l.amount as stakes_agree
    from loan l left join claims c on c.loan_id = l.id left join owed o on o.loan_id = l.id
      left join on_its_way w on w.loan_id = l.id left join repaid r on r.loan_id = l.id
    where l.state in ${SETTLED}
      and (coalesce(c.outstanding, 0) <> coalesce(o.principal, 0) - coalesce(w.principal, 0)
        or coalesce(c.stake, 0) <> l.amount)
    order by l.number`);
  return rows.map((row): Break => {
    const changed: Cause = row.claims_agree && row.stakes_agree ? 'instalment-changed-here' : 'claim-changed-here';
    const links = { loanId: row.loan_id };
    return { ...sidesOf(row), kind: 'claim-not-principal', object: row.number, cause: changed, links };
  });
}

type OwedRow = Figures & { number: string; period: number; loan_id: Uuid; items_agree: boolean };
const byAmount = ({ amounts }: Break): bigint => (amounts?.ours ?? 0n) - (amounts?.theirs ?? 0n);
const isReceipt = ({ cause }: Break): boolean => cause === 'receipt-changed-here';

/** Whether what a claim differs by is what a changed receipt of its loan differs by: then it only follows from that. */
const followsFrom = (claim: Break, instalments: readonly Break[]): boolean =>
  instalments.some(
    (one) => isReceipt(one) && one.links?.loanId === claim.links?.loanId && byAmount(one) === byAmount(claim),
  );

/**
 * Instalments of which the borrower, or somebody in his place, has paid more or less than their claim holders and
 * others have received: principal, interest, penalty and fee together, of payments that have ended.
 */
async function unequalInstalments(tx: Transaction): Promise<Break[]> {
  const rows = await tx.execute<OwedRow>(sql`
    with item as (
        select i.loan_id, i.instalment_number as number,
          sum(i.principal + i.interest) filter (where i.beneficiary = 'investors') as lent,
          sum(i.principal + i.interest) filter (where i.beneficiary = 'compensator') as recovered,
          sum(i.penalty) as penalty, sum(i.fee) as fee,
          sum(i.penalty + i.fee) filter (where i.beneficiary = 'investors') as extras
        from collection_item i join collection k on k.loan_id = i.loan_id and k.id = i.collection_id
        where k.state = 'paid' group by i.loan_id, i.instalment_number),
      received as (
        select r.loan_id, r.instalment_number as number, sum(r.principal + r.interest) as lent,
          sum(r.penalty + r.fee) as extras
        from receipt r join collection k on k.loan_id = r.loan_id and k.id = r.collection_id
        where k.state = 'paid' and r.paid_at is not null group by r.loan_id, r.instalment_number),
      sides as (
        select i.loan_id, i.number,
          coalesce(r.lent, 0) + coalesce(r.extras, 0) + coalesce(t.recovered, 0)
            + coalesce(t.penalty, 0) + coalesce(t.fee, 0) - coalesce(t.extras, 0) as received,
          i.principal_paid + i.principal_compensated + i.interest_paid + i.interest_compensated
            + i.principal_recovered + i.interest_recovered + i.penalty_paid + i.penalty_recovered + i.fee_paid as paid,
          coalesce(t.lent, 0) = coalesce(r.lent, 0) and coalesce(t.extras, 0) = coalesce(r.extras, 0) as items_agree
        from instalment i left join item t on t.loan_id = i.loan_id and t.number = i.number
          left join received r on r.loan_id = i.loan_id and r.number = i.number)
    select l.number, s.number as period, s.loan_id, s.received::text as ours, s.paid::text as theirs, s.items_agree
    from sides s join loan l on l.id = s.loan_id where s.received <> s.paid order by l.number, s.number`);
  return rows.map((row): Break => {
    const cause: Cause = row.items_agree ? 'instalment-changed-here' : 'receipt-changed-here';
    const object = `${row.number} / ${row.period}`;
    return { ...sidesOf(row), kind: 'owed-not-due', object, cause, links: { loanId: row.loan_id } };
  });
}

/**
 * Information against information, of check 6: every claim is its stake less what it was repaid, the claims of a loan
 * are the principal its borrower owes, and what claim holders and others have received of an instalment is what was
 * paid of it. These hold at every moment, whatever the date.
 */
export async function compareClaims(tx: Transaction): Promise<{ breaks: readonly Break[]; compared: number }> {
  const [count] = await tx.execute<{ compared: number }>(sql`
    select ((select count(*) from claim) + (select count(*) from instalment))::int as compared`);
  const instalments = await unequalInstalments(tx);
  const claims = (await changedClaims(tx)).filter((claim) => !followsFrom(claim, instalments));
  // What was changed is one difference: its loan is not told of once more.
  const told = new Set([...claims, ...instalments].map(({ links }) => links?.loanId));
  const loans = (await unequalLoans(tx)).filter(({ links }) => !told.has(links?.loanId));
  return { breaks: [...claims, ...loans, ...instalments], compared: count?.compared ?? 0 };
}
