import type postgres from 'postgres';
import type { JournalKind } from '#db/schema/accounts.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Planted, Site } from './planting.ts';
import { shuffled } from './planting.ts';

/** A posting of the portal's that stands in one of the bank's files. */
export type BookLine = Readonly<{
  journalId: Uuid;
  kind: JournalKind;
  amount: bigint;
  /** What it is matched by. */
  key: string;
  requestNo: string;
  instructionId: Uuid;
  sourceId: Uuid;
  targetId: Uuid;
  /** platformUserNo of the two. */
  source: string;
  target: string;
}>;

const FILED = ['RECHARGE', 'TENDER', 'COMMISSION', 'REPAYMENT', 'FUNDS_TRANSFER', 'DEDUCT', 'MARKETING'];

/** What stands in the bank's files of a day, by our books. */
export async function linesOf(owner: postgres.Sql, day: PlainDate): Promise<BookLine[]> {
  const rows = await owner<(Omit<BookLine, 'amount'> & { amount: string })[]>`
    select j.id as "journalId", j.kind, j.amount::text, i.request_no as "requestNo", i.id as "instructionId",
      case when j.kind = 'RECHARGE' then i.request_no else i.request_no || '-' || j.line_number end as key,
      s.id as "sourceId", t.id as "targetId", s.platform_user_no as source, t.platform_user_no as target
    from journal j join instruction i on i.id = j.instruction_id
      join entry minus on minus.journal_id = j.id and minus.amount < 0
      join entry plus on plus.journal_id = j.id and plus.amount > 0
      join account s on s.id = minus.account_id join account t on t.id = plus.account_id
    where j.business_date = ${day} and j.kind = any(${FILED})
    order by j.kind, j.amount, key`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

export const lineName = ({ key }: Pick<BookLine, 'key'>): string => `line ${key}`;
export const accountName = (userNo: string): string => `account ${userNo}`;
export const instructionName = (requestNo: string): string => `instruction ${requestNo}`;
export const both = ({ source, target }: BookLine): string[] => [accountName(source), accountName(target)];

/** What a planting needs of its line beside the line itself: accounts that it alters, or that it only looks at. */
type Needs = Readonly<{ alters?: (line: BookLine) => string[]; sees?: (line: BookLine) => string[] }>;

/** Takes a line of the day that nothing else has touched and does something to it. */
export async function onLine(
  { owner, day, chance, ground }: Site,
  fits: (line: BookLine) => boolean,
  { alters = () => [], sees = () => [] }: Needs,
  act: (line: BookLine) => Promise<Planted>,
): Promise<Planted | undefined> {
  for (const line of shuffled(chance, (await linesOf(owner, day)).filter(fits))) {
    const altered = [lineName(line), ...alters(line)];
    const seen = [instructionName(line.requestNo), 'file BALANCE', ...sees(line)];
    if (!ground.isFree(altered, seen)) continue;
    ground.take(altered, seen);
    return act(line);
  }
  return undefined;
}
