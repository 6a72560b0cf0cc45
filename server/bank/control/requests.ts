import { eq } from 'drizzle-orm';
import { requestLog } from '#db/bank/schema/desk.ts';
import { isUuid } from '#server/primitives/ids.ts';
import type { Bank } from '../bank.ts';
import { type Diagnosis, diagnoseSignature, type KnownKeys } from '../http/diagnose-signature.ts';
import { BadInput } from './input.ts';

export type LoggedRequest = typeof requestLog.$inferSelect;

/** The keys a signature may have been made with: the platform's own first, then everybody's. */
function keysKnownTo(bank: Bank, platformNo: string | null): KnownKeys {
  const all = bank.keys.platforms().flatMap((platform) =>
    [...platform.keys].map(([serial, key]) => {
      const own = platform.platformNo === platformNo;
      const name = own ? `keySerial ${serial}` : `platformNo ${platform.platformNo}, keySerial ${serial}`;
      return { name, serial, own, key };
    }),
  );
  return all.sort((left, right) => Number(right.own) - Number(left.own));
}

/**
 * GET requests/:id → the logged request with `signature`: {bytes, received, signed, keySerial, reason: {zh, en}} — why
 * its signature was refused. Digests are SHA-1 in hex: of the bytes received, and the one that the signature holds.
 */
export async function requestSheet(bank: Bank, id: string): Promise<LoggedRequest & { signature: Diagnosis }> {
  if (!isUuid(id)) throw new BadInput('id: a uuid expected');
  await bank.log.flush();
  const [found] = await bank.pool.db.select().from(requestLog).where(eq(requestLog.id, id));
  if (!found) throw new BadInput(`no request ${id}`, 404);
  return { ...found, signature: diagnoseSignature(found, keysKnownTo(bank, found.platformNo)) };
}
