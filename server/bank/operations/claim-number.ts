import type { BankTransaction } from '#db/bank/pool.ts';
import { requestNumber } from '#db/bank/schema/platforms.ts';
import { Refusal } from '../refusal.ts';

/**
 * Takes a requestNo for the effect of this transaction. Of two identical requests in flight the second waits for the
 * first to commit and is refused; had the first been refused itself, the number is free again.
 * @throws Refusal 100013 when the number has had an effect.
 */
export async function claimNumber(
  tx: BankTransaction,
  { platformNo, service }: { platformNo: string; service: string },
  requestNo: string,
): Promise<void> {
  const claimed = await tx
    .insert(requestNumber)
    .values({ platformNo, requestNo, service })
    .onConflictDoNothing()
    .returning({ requestNo: requestNumber.requestNo });
  if (claimed.length === 0) throw new Refusal('100013');
}
