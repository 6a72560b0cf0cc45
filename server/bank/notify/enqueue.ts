import type { BankExecutor } from '#db/bank/pool.ts';
import { notify } from '#db/bank/schema/notifies.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import { realNow } from '../clock.ts';

export type NewNotify = {
  platformNo: string;
  service: string;
  requestNo: string;
  userDevice?: string;
  respData: string;
};

/** Writes down that the platform must be told, in the effect's own transaction. Wake the loop after the commit. */
export async function enqueueNotify(db: BankExecutor, newId: IdSource, wanted: NewNotify): Promise<void> {
  const at = realNow();
  await db.insert(notify).values({
    userDevice: 'PC',
    ...wanted,
    id: newId(),
    state: 'waiting',
    nextAttemptAt: at,
    createdAt: at,
  });
}
