import { type SQL, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import type { CheckName } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { classifyBalance, type Holding } from './compare.ts';
import type { TheirHoldings } from './their-holdings.ts';

/**
 * What each of our accounts held when a date ended: what is stored less what was entered for later dates, so that the
 * stored figure itself is put to the test. Frozen includes what is on its way out, as the bank counts it.
 */
const heldAtEndOf = (date: PlainDate): SQL => sql`
  select a.id, a.platform_user_no as user_no,
    a.available - coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0) as available,
    a.frozen + a.withdrawing - coalesce(sum(e.amount) filter (where e.bucket <> 'available'), 0) as frozen
  from account a left join entry e on e.account_id = a.id and e.business_date > ${date}::date
  where a.role not in ('CHANNELS', 'CARDS', 'SUSPENSE') group by a.id`;

const heldNow: SQL = sql`
  select id, platform_user_no as user_no, available, frozen + withdrawing as frozen from account
  where role not in ('CHANNELS', 'CARDS', 'SUSPENSE')`;

function staged({ holdings }: TheirHoldings): SQL {
  const entries = [...holdings];
  const column = (pick: (holding: Holding) => bigint) => columnOf('bigint', entries, ([, holding]) => pick(holding));
  const users = columnOf('text', entries, ([userNo]) => userNo);
  return sql`select * from unnest(${users}, ${column((held) => held.available)}, ${column((held) => held.frozen)})
    as held (user_no, available, frozen)`;
}

type Row = {
  user_no: string;
  our_available: string | null;
  our_frozen: string | null;
  their_available: string | null;
  their_frozen: string | null;
  entries_agree: boolean;
  line_differs: boolean;
};

/** Accounts that the two sides do not hold alike. One without money that only one side keeps is no difference. */
function differing(tx: Transaction, date: PlainDate, ours: SQL, theirs: SQL, all: boolean): Promise<Row[]> {
  return tx.execute<Row>(sql`
    with ours as (${ours}), theirs as (${theirs}), differing as (
      select coalesce(ours.user_no, theirs.user_no) as user_no, ours.id, ours.available as our_available,
        ours.frozen as our_frozen, theirs.available as their_available, theirs.frozen as their_frozen
      from ours full join theirs on theirs.user_no = ours.user_no
      where (coalesce(ours.available, 0) <> coalesce(theirs.available, 0)
          or coalesce(ours.frozen, 0) <> coalesce(theirs.frozen, 0))
        and (${all} or theirs.user_no is not null))
    select d.user_no, d.our_available::text, d.our_frozen::text, d.their_available::text, d.their_frozen::text,
      not exists (select 1 from account a left join entry e on e.account_id = a.id where a.id = d.id group by a.id
        having a.available <> coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0)
          or a.frozen + a.withdrawing <> coalesce(sum(e.amount) filter (where e.bucket <> 'available'), 0)
      ) as entries_agree,
      exists (select 1 from reconciliation_break b
        where b.business_date = ${date}::date and b.check = 'line-by-line' and b.state <> 'resolved'
          and position(d.user_no in coalesce(b.ours, '') || ' ' || coalesce(b.theirs, '')) > 0) as line_differs
    from differing d order by d.user_no`);
}

const holding = (available: string | null, frozen: string | null): Holding | null =>
  available === null || frozen === null ? null : { available: fen(BigInt(available)), frozen: fen(BigInt(frozen)) };

type Totals = { ours: string; theirs: string; compared: number };

async function outcomeOf(
  tx: Transaction,
  date: PlainDate,
  check: CheckName,
  sides: { ours: SQL; theirs: TheirHoldings },
): Promise<CheckOutcome> {
  const fromFile = sides.theirs.source === 'file';
  const theirs = staged(sides.theirs);
  const rows = await differing(tx, date, sides.ours, theirs, fromFile);
  const breaks = rows.map((row) =>
    classifyBalance({
      platformUserNo: row.user_no,
      ours: holding(row.our_available, row.our_frozen),
      theirs: holding(row.their_available, row.their_frozen),
      entriesAgree: row.entries_agree,
      lineDiffers: row.line_differs,
    }),
  );
  const [totals] = await tx.execute<Totals>(sql`
    with ours as (${sides.ours}), theirs as (${theirs})
    select coalesce(sum(ours.available + ours.frozen), 0)::text as ours,
      coalesce(sum(theirs.available + theirs.frozen), 0)::text as theirs, count(*)::int as compared
    from ours full join theirs on theirs.user_no = ours.user_no where ${fromFile} or theirs.user_no is not null`);
  return {
    check,
    state: breaks.length === 0 ? 'green' : 'red',
    left: fen(BigInt(totals?.ours ?? 0)),
    right: fen(BigInt(totals?.theirs ?? 0)),
    compared: totals?.compared ?? 0,
    breaks,
  };
}

/**
 * Balances user by user, of check `money-and-information`. With the bank's BALANCE file: every account at the end of
 * the date. Without it those who moved that day are compared as they are now.
 */
export async function compareBalances(
  tx: Transaction,
  date: PlainDate,
  theirs: TheirHoldings,
): Promise<readonly CheckOutcome[]> {
  const ours = theirs.source === 'file' ? heldAtEndOf(date) : heldNow;
  return [await outcomeOf(tx, date, 'money-and-information', { ours, theirs })];
}
