import { and, eq } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { account, transfer } from '#db/bank/schema/book.ts';
import { type CustodyMode, platform, platformKey } from '#db/bank/schema/platforms.ts';
import { transaction } from '#db/transaction.ts';
import type { Bank } from '../bank.ts';
import { openPlatformAccounts } from '../book/chart.ts';
import { readPublicKey } from '../http/signature.ts';
import { openEAccounts } from '../modes/e-accounts.ts';
import { refuse } from '../refusal.ts';
import { BadInput, type Body, bodyAmountOrZero, bodyText, bodyWord } from './input.ts';

const CUSTODY_MODES = ['direct', 'linked', 'joint'] as const satisfies readonly CustodyMode[];

function keyOf(body: Body): string {
  try {
    return readPublicKey(bodyText(body, 'publicKeyPem')).export({ type: 'spki', format: 'pem' }).toString();
  } catch (error) {
    throw new BadInput(`publicKeyPem: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

/**
 * The mode of a platform is how its books are kept, so it may change only while nothing has been booked.
 * @throws Refusal 100008
 */
async function changeMode(tx: BankTransaction, platformNo: string, wanted: CustodyMode): Promise<void> {
  const [found] = await tx.select().from(platform).where(eq(platform.platformNo, platformNo)).for('update');
  if (!found || found.custodyMode === wanted) return;
  const [booked] = await tx
    .select({ id: transfer.id })
    .from(transfer)
    .where(eq(transfer.platformNo, platformNo))
    .limit(1);
  if (booked)
    throw refuse('已有资金往来，不能变更存管模式', 'the platform has been booked for: its mode cannot change');
  await tx.update(platform).set({ custodyMode: wanted }).where(eq(platform.platformNo, platformNo));
  await tx.delete(account).where(and(eq(account.platformNo, platformNo), eq(account.role, 'EACCOUNT')));
}

/**
 * POST platforms {platformNo, keySerial?, publicKeyPem, notifyUrl, custodyMode? direct | linked | joint,
 * advanceLimit?} → {platformNo, keySerial, custodyMode, bankKeySerial, bankPublicKeyPem}. advanceLimit is what the bank
 * lends at most for same-day payouts in joint mode. Again with another keySerial adds a key; with
 * the same one replaces it; without custodyMode the mode stays, direct at first. Opens the platform's own accounts.
 */
export async function registerPlatform(bank: Bank, body: Body) {
  const platformNo = bodyText(body, 'platformNo');
  const keySerial = body.keySerial === undefined ? '1' : String(body.keySerial);
  const publicKeyPem = keyOf(body);
  const notifyUrl = bodyText(body, 'notifyUrl');
  if (!URL.canParse(notifyUrl)) throw new BadInput('notifyUrl: an absolute address expected');
  const known = bank.keys.platform(platformNo);
  const custodyMode = bodyWord(body, 'custodyMode', CUSTODY_MODES, known?.custodyMode ?? 'direct');
  const advanceLimit = body.advanceLimit === undefined ? undefined : bodyAmountOrZero(body, 'advanceLimit');
  const createdAt = bank.clock.now();
  await transaction(bank.pool, async (tx) => {
    await tx
      .insert(platform)
      .values({ platformNo, notifyUrl, custodyMode, advanceLimit, state: 'ACTIVE', createdAt })
      .onConflictDoUpdate({ target: platform.platformNo, set: { notifyUrl, advanceLimit } });
    await changeMode(tx, platformNo, custodyMode);
    await tx
      .insert(platformKey)
      .values({ platformNo, keySerial, publicKeyPem, createdAt })
      .onConflictDoUpdate({ target: [platformKey.platformNo, platformKey.keySerial], set: { publicKeyPem } });
    await openPlatformAccounts(tx, bank.newId, platformNo, createdAt);
    await openEAccounts(tx, bank.newId, platformNo, createdAt);
  });
  await bank.keys.reload();
  return {
    platformNo,
    keySerial,
    custodyMode,
    bankKeySerial: bank.keys.bankKeySerial,
    bankPublicKeyPem: bank.keys.bankPublicKeyPem,
  };
}
