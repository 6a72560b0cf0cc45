import { sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { rebuildFigures } from './rebuild-figures.ts';
import type { FoundBreak, Remedy } from './remedy.ts';

type Row = { id: Uuid; loan_id: Uuid; stake: string; outstanding: string; lent: string; repaid: string };

/** The claim that a break is about beside what its bid lent and its receipts have repaid. */
async function claimOf(tx: Transaction, { loanId, bidId }: FoundBreak): Promise<Row | undefined> {
  if (!loanId || !bidId) return undefined;
  const [row] = await tx.execute<Row>(sql`
    select c.id, c.loan_id, c.stake::text, c.outstanding::text, b.amount::text as lent, (
        select coalesce(sum(r.principal), 0)::text from receipt r
        where r.loan_id = c.loan_id and r.claim_id = c.id and r.paid_at is not null) as repaid
    from claim c join bid b on b.loan_id = c.loan_id and b.id = c.bid_id
    where c.loan_id = ${loanId} and c.bid_id = ${bidId}`);
  return row && BigInt(row.repaid) <= BigInt(row.lent) ? row : undefined;
}

const rightOf = ({ lent, repaid }: Row): bigint => BigInt(lent) - BigInt(repaid);
const isRight = (row: Row): boolean => row.stake === row.lent && BigInt(row.outstanding) === rightOf(row);
const yuan = (held: string | bigint): string => toDecimalText(fen(BigInt(held)));

const figures = (row: Row) => ({
  amount: yuan(row.outstanding),
  rightAmount: yuan(rightOf(row)),
  stakeBefore: yuan(row.stake),
  stake: yuan(row.lent),
});

/** A claim that was changed: it becomes what its bid lent less what its receipts repaid, and the audit keeps both. */
const rebuildClaim: Remedy = {
  prepare: async (tx, found) => {
    const row = await claimOf(tx, found);
    return row && !isRight(row) ? { claimId: row.id, ...figures(row) } : undefined;
  },
  act: async (tx, ctx, { found }) => {
    if (found.loanId) await lockLoan(tx, found.loanId);
    const row = await claimOf(tx, found);
    if (!row || isRight(row)) throw new DomainError('CONFLICT', 'the claim is no longer what it was');
    await tx.execute(sql`update claim set stake = ${row.lent}::bigint, outstanding = ${rightOf(row).toString()}::bigint
      where loan_id = ${row.loan_id} and id = ${row.id}`);
    await recordAudit(tx, ctx, {
      verb: 'rebuild-claim',
      objectType: 'claim',
      objectId: row.id,
      details: figures(row),
    });
    return undefined;
  },
};

const remedyFor = ({ kind }: FoundBreak): Remedy => (kind === 'claim-not-principal' ? rebuildClaim : rebuildFigures);

/** What is derived is derived anew: a claim from its bid and receipts, a balance from its entries. */
export const rebuild: Remedy = {
  prepare: (tx, found, evidence) => remedyFor(found).prepare(tx, found, evidence),
  act: (tx, ctx, applying) => remedyFor(applying.found).act(tx, ctx, applying),
};
