import { type SQL, sql } from 'drizzle-orm';
import { collection, collectionItem } from '#db/schema/repayments.ts';
import { addDays, BUSINESS_ZONE, instantAt, type PlainDate } from '#server/primitives/calendar.ts';

type Since = 'due-date' | 'day-before';

/**
 * The condition that its borrower was asked for an instalment in vain, wholly or in part, before a day began: on its
 * due date or later, or on the very day before. Only such a try makes an instalment late. That the bank was not there,
 * or refused to share out what it had frozen, is not the borrower's fault; and a try for an older instalment that
 * found too little money is one for the newer too.
 * @param row the alias of the instalment, `payer` the account of its borrower
 */
export function triedInVain(row: SQL, payer: SQL, on: PlainDate, since: Since): SQL {
  const dueDate = sql`(${row}.due_on::timestamp at time zone ${BUSINESS_ZONE})`;
  const from = since === 'due-date' ? dueDate : sql`${instantAt(addDays(on, -1)).toISOString()}::timestamptz`;
  return sql`exists (select 1 from ${collection} c
    where c.loan_id = ${row}.loan_id and c.payer_account_id = ${payer} and c.kind = 'instalment'
      and c.ended_at >= ${from} and c.ended_at < ${instantAt(on).toISOString()}::timestamptz
      and (c.state = 'failed' and c.failure <> 'DISTRIBUTION_REFUSED'
        or c.state = 'paid' and exists (select 1 from ${collectionItem} item where item.loan_id = c.loan_id
          and item.collection_id = c.id and item.instalment_number = ${row}.number)))`;
}
