import { sql } from 'drizzle-orm';
import { everHeld, heldSql } from './held-sql.ts';
import { csvLine, makeTotals, type OwnFile, yuanText } from './own-file.ts';

const AMOUNTS = ['opening', 'received', 'paid', 'closing'] as const;
const HEADER = ['kind', 'accounts', 'opening', 'in', 'out', 'closing'];

type Row = Record<(typeof AMOUNTS)[number], string> & { kind: string; accounts: number };

/**
 * 汇总资金文件: what the accounts of each kind held, received and paid on a day. With the world outside (channels and
 * cards, below zero by what members have paid in) the whole is nothing.
 */
export const fundSummary: OwnFile = async function* (db, scope) {
  yield { text: csvLine(HEADER), rows: 0 };
  const kinds = await db.execute<Row>(sql`
    select kind, count(*)::int as accounts, sum(opening::bigint)::text as opening, sum(received::bigint)::text as received,
      sum(paid::bigint)::text as paid, sum(closing::bigint)::text as closing
    from (${heldSql(scope, everHeld(scope))}) as held group by kind order by kind collate "C"`);
  const totals = makeTotals(AMOUNTS);
  let accounts = 0;
  const lines = kinds.map((row) => {
    totals.add(row);
    accounts += row.accounts;
    return csvLine([row.kind, String(row.accounts), ...AMOUNTS.map((column) => yuanText(row[column]))]);
  });
  yield { text: lines.join(''), rows: kinds.length };
  yield { text: csvLine(['total', String(accounts), ...totals.texts()]), rows: 0 };
};
