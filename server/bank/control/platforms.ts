import { platform, platformKey } from '#db/bank/schema/platforms.ts';
import { transaction } from '#db/transaction.ts';
import type { Bank } from '../bank.ts';
import { openPlatformAccounts } from '../book/chart.ts';
import { readPublicKey } from '../http/signature.ts';
import { BadInput, type Body, bodyText, bodyWord } from './input.ts';

function keyOf(body: Body): string {
  try {
    return readPublicKey(bodyText(body, 'publicKeyPem')).export({ type: 'spki', format: 'pem' }).toString();
  } catch (error) {
    throw new BadInput(`publicKeyPem: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

/**
 * POST platforms {platformNo, keySerial?, publicKeyPem, notifyUrl, custodyMode?} → {platformNo, keySerial,
 * bankKeySerial, bankPublicKeyPem}. Again with another keySerial adds a key; with the same one replaces it. Opens the
 * platform's own accounts.
 */
export async function registerPlatform(bank: Bank, body: Body) {
  const platformNo = bodyText(body, 'platformNo');
  const keySerial = body.keySerial === undefined ? '1' : String(body.keySerial);
  const publicKeyPem = keyOf(body);
  const notifyUrl = bodyText(body, 'notifyUrl');
  if (!URL.canParse(notifyUrl)) throw new BadInput('notifyUrl: an absolute address expected');
  const custodyMode = bodyWord(body, 'custodyMode', ['direct', 'linked', 'joint'], 'direct');
  const createdAt = bank.clock.now();
  await transaction(bank.pool, async (tx) => {
    await tx
      .insert(platform)
      .values({ platformNo, notifyUrl, custodyMode, state: 'ACTIVE', createdAt })
      .onConflictDoUpdate({ target: platform.platformNo, set: { notifyUrl, custodyMode } });
    await tx
      .insert(platformKey)
      .values({ platformNo, keySerial, publicKeyPem, createdAt })
      .onConflictDoUpdate({ target: [platformKey.platformNo, platformKey.keySerial], set: { publicKeyPem } });
    await openPlatformAccounts(tx, bank.newId, platformNo, createdAt);
  });
  await bank.keys.reload();
  return {
    platformNo,
    keySerial,
    bankKeySerial: bank.keys.bankKeySerial,
    bankPublicKeyPem: bank.keys.bankPublicKeyPem,
  };
}
