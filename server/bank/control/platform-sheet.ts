import { eq } from 'drizzle-orm';
import { platform } from '#db/bank/schema/platforms.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { BadInput, type Body, bodyWord } from './input.ts';

/**
 * GET platforms → {bankKeySerial, bankPublicKeyPem, platforms: [{platformNo, state, custodyMode, notifyUrl,
 * advanceLimit, keySerials}]}.
 */
export async function platformsSheet(bank: Bank) {
  const rows = await bank.pool.db.select().from(platform).orderBy(platform.createdAt, platform.platformNo);
  return {
    bankKeySerial: bank.keys.bankKeySerial,
    bankPublicKeyPem: bank.keys.bankPublicKeyPem,
    platforms: rows.map(({ platformNo, state, custodyMode, notifyUrl, advanceLimit }) => ({
      platformNo,
      state,
      custodyMode,
      notifyUrl,
      advanceLimit: toDecimalText(advanceLimit),
      keySerials: [...(bank.keys.platform(platformNo)?.keys.keys() ?? [])],
    })),
  };
}

/** POST platforms/:no/state {state: ACTIVE | SUSPENDED} → {platformNo, state}. A suspended platform answers 100005. */
export async function setPlatformState(bank: Bank, platformNo: string, body: Body) {
  const state = bodyWord(body, 'state', ['ACTIVE', 'SUSPENDED'], 'ACTIVE');
  const changed = await bank.pool.db
    .update(platform)
    .set({ state })
    .where(eq(platform.platformNo, platformNo))
    .returning({ platformNo: platform.platformNo });
  if (changed.length === 0) throw new BadInput(`no platform ${platformNo}`, 404);
  await bank.keys.reload();
  return { platformNo, state };
}
