import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../environment.ts';
import type { Harness } from './harness.ts';

/** What a process needs to find a harness's databases, bank and keys through the environment, as in life. */
export type ProcessKeys = Readonly<{ variables: Variables; remove: () => void }>;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Writes a harness's keys into files of their own and names everything in variables. */
export function writeProcessKeys(harness: Harness): ProcessKeys {
  const { secrets, environment, bankUrl } = harness;
  const folder = mkdtempSync(join(tmpdir(), 'manbiao-keys-'));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { id, key } = secrets.dataKey;
  const dataKeys = { id, dataKey: base64(key), digestKey: base64(secrets.digestKey) };
  return {
    variables: {
      DATABASE_URL: environment.databaseUrl,
      // Never opened here: it only tells that the bank is the simulator.
      BANK_DATABASE_URL: 'postgres://nobody@127.0.0.1/none',
      BANK_PORT: new URL(bankUrl).port,
      DATA_DIR: folder,
      DEMO_MODE: '1',
      CUSTODY_PLATFORM_NO: environment.custodyPlatformNo,
      CUSTODY_KEY_SERIAL: secrets.keySerial,
      CUSTODY_PRIVATE_KEY_FILE: file('platform.pem', secrets.platformPrivateKeyPem),
      CUSTODY_BANK_KEY_FILE: file('bank.pem', secrets.bankPublicKeyPem),
      DATA_KEY_FILE: file('data-key.json', JSON.stringify(dataKeys)),
      AUTH_SECRET: secrets.authSecret,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
