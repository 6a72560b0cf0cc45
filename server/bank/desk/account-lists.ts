import { sql } from 'drizzle-orm';
import { fen, negate, toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { eAccountNo } from '../book/chart.ts';

const MOST = 500;

type Row = Record<'user_no' | 'role' | 'available' | 'frozen' | 'float', string> &
  Record<'e_no' | 'e_available' | 'e_frozen', string | null>;

const yuan = (text: string): string => toDecimalText(fen(BigInt(text)));
const asset = (text: string | null): string | null => text && toDecimalText(negate(fen(BigInt(text))));

/** A virtual account, and beside it the e-account that it mirrors. */
export type AccountLine = {
  userNo: string;
  role: string;
  available: string;
  frozen: string;
  float: string;
  eAccount: { no: string; available: string | null; frozen: string | null } | undefined;
};

/** One layer of the accounts under the core: those whose number holds the text, the largest balances first. */
export async function listAccounts(
  bank: Bank,
  platformNo: string,
  kind: 'platform' | 'user',
  like: string,
): Promise<AccountLine[]> {
  const order = kind === 'platform' ? sql`a.user_no` : sql`a.available + a.frozen desc, a.user_no`;
  const rows = await bank.pool.db.execute<Row>(sql`
    select a.user_no, a.role, a.available, a.frozen, a.float, e.user_no as e_no, e.available as e_available,
      e.frozen as e_frozen
    from account a
      left join account e on e.platform_no = a.platform_no and e.user_no = ${eAccountNo('')} || a.user_no
    where a.platform_no = ${platformNo} and a.kind = ${kind} and position(${like} in a.user_no) > 0
    order by ${order} limit ${MOST}`);
  return rows.map((row) => ({
    userNo: row.user_no,
    role: row.role,
    available: yuan(row.available),
    frozen: yuan(row.frozen),
    float: yuan(row.float),
    eAccount: row.e_no ? { no: row.e_no, available: asset(row.e_available), frozen: asset(row.e_frozen) } : undefined,
  }));
}
