import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { recharge } from '#db/bank/schema/cash.ts';
import type { BoundaryWork } from './boundary-work.ts';
import { setMissingFloatApart } from './missing-float.ts';

/** Recharges that a channel's file is told to lack, in the order they were made. */
async function findMissing({ tx, boundary, strikes, mayLack }: BoundaryWork) {
  if (!mayLack) return [];
  const waiting = await tx
    .select()
    .from(recharge)
    .where(
      and(
        lte(recharge.businessDate, boundary.date),
        eq(recharge.status, 'SUCCESS'),
        isNull(recharge.matchedAt),
        isNull(recharge.missedAt),
      ),
    )
    .orderBy(asc(recharge.transactionAt), asc(recharge.id));
  return waiting.filter(({ platformNo, requestNo }) =>
    strikes({ platformNo, service: 'RECHARGE', requestNo }, 'channel-missing'),
  );
}

/**
 * 00:10: the channels' files of the day are matched line by line; what they confirm is due, still float. What they lack
 * stays float for good, until the clerk confirms or reverses it.
 */
export async function matchChannels(work: BoundaryWork): Promise<number> {
  const { tx, boundary } = work;
  const at = sql`${boundary.at.toISOString()}::timestamptz`;
  for (const missing of await findMissing(work)) {
    await tx
      .update(recharge)
      .set({ missedAt: boundary.at })
      .where(and(eq(recharge.platformNo, missing.platformNo), eq(recharge.requestNo, missing.requestNo)));
    await setMissingFloatApart(tx, missing);
  }
  const matched = await tx.execute(sql`
    update recharge set matched_at = ${at}
    where business_date <= ${boundary.date}::date and status = 'SUCCESS' and matched_at is null and missed_at is null`);
  return matched.count;
}
