import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { asc, eq } from 'drizzle-orm';
import type { BankPool } from '#db/bank/pool.ts';
import { bankKey, type CustodyMode, type PlatformState, platform, platformKey } from '#db/bank/schema/platforms.ts';
import type { Money } from '#server/primitives/money.ts';
import { realNow } from './clock.ts';
import { readPublicKey } from './http/signature.ts';

export type Platform = Readonly<{
  platformNo: string;
  notifyUrl: string;
  custodyMode: CustodyMode;
  state: PlatformState;
  /** What the bank lends at most for same-day payouts in joint mode. */
  advanceLimit: Money;
  keys: ReadonlyMap<string, KeyObject>;
}>;

/** Keys and platforms in memory, read once and again after a registration: a request costs no look-up. */
export type KeyRing = {
  platform: (platformNo: string) => Platform | undefined;
  platforms: () => Platform[];
  bankKeySerial: string;
  bankPrivateKey: KeyObject;
  bankPublicKeyPem: string;
  reload: () => Promise<void>;
};

async function ensureBankKey(pool: BankPool): Promise<typeof bankKey.$inferSelect> {
  const [found] = await pool.db.select().from(bankKey).orderBy(asc(bankKey.keySerial)).limit(1);
  if (found) return found;
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const row = { keySerial: '1', privateKeyPem: pair.privateKey, publicKeyPem: pair.publicKey, createdAt: realNow() };
  await pool.db.insert(bankKey).values(row).onConflictDoNothing();
  const [stored] = await pool.db.select().from(bankKey).where(eq(bankKey.keySerial, '1'));
  return stored ?? row;
}

async function readPlatforms(pool: BankPool): Promise<Map<string, Platform>> {
  const platforms = await pool.db.select().from(platform).orderBy(asc(platform.createdAt));
  const keys = await pool.db.select().from(platformKey);
  return new Map(
    platforms.map((row) => [
      row.platformNo,
      {
        ...row,
        keys: new Map(
          keys
            .filter((key) => key.platformNo === row.platformNo)
            .map((key) => [key.keySerial, readPublicKey(key.publicKeyPem)]),
        ),
      },
    ]),
  );
}

/** Opens the ring; a fresh bank makes its own 2048-bit key pair first. */
export async function openKeyRing(pool: BankPool): Promise<KeyRing> {
  const own = await ensureBankKey(pool);
  let platforms = await readPlatforms(pool);
  return {
    platform: (platformNo) => platforms.get(platformNo),
    platforms: () => [...platforms.values()],
    bankKeySerial: own.keySerial,
    bankPrivateKey: createPrivateKey(own.privateKeyPem),
    bankPublicKeyPem: own.publicKeyPem,
    reload: async () => {
      platforms = await readPlatforms(pool);
    },
  };
}
