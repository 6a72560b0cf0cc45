import { type SQL, sql } from 'drizzle-orm';
import { everHeld, type HeldRow, heldSql } from './held-sql.ts';
import { csvLine, makeTotals, type OwnFile, type Scope, yuanText } from './own-file.ts';

const AMOUNTS = ['opening', 'received', 'paid', 'closing', 'available', 'frozen', 'withdrawing'] as const;
const HEADER = ['row', 'account', 'kind', 'opening', 'in', 'out', 'closing', 'available', 'frozen', 'withdrawing'];
const ROWS_AT_ONCE = 2_000;

function pageAfter(scope: Scope, last: string | null): SQL {
  const after = last === null ? sql`` : sql`and id > ${last}::uuid`;
  const accounts = sql`${everHeld(scope)} ${after} order by id limit ${ROWS_AT_ONCE}`;
  return sql`${heldSql(scope, accounts)} order by one.id`;
}

/**
 * 虚拟账户日结余额文件: what every account held at the end of a day, in the order in which they were opened,
 * and their sum.
 */
export const dailyBalances: OwnFile = async function* (db, scope) {
  yield { text: csvLine([...HEADER, 'postings']), rows: 0 };
  const totals = makeTotals(AMOUNTS);
  let [rows, postings] = [0, 0];
  for (let last: string | null = null; ; ) {
    const page: HeldRow[] = await db.execute<HeldRow>(pageAfter(scope, last));
    const lines = page.map((row, index) => {
      totals.add(row);
      postings += row.postings;
      const amounts = AMOUNTS.map((column) => yuanText(row[column]));
      return csvLine([String(rows + index + 1), row.account, row.kind, ...amounts, String(row.postings)]);
    });
    rows += page.length;
    last = page.at(-1)?.id ?? last;
    if (page.length > 0) yield { text: lines.join(''), rows: page.length };
    if (page.length < ROWS_AT_ONCE) break;
  }
  yield { text: csvLine(['total', String(rows), '', ...totals.texts(), String(postings)]), rows: 0 };
};
