import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEnvironment, type Variables } from './environment.ts';
import { loadSecrets, registerPlatform } from './secrets.ts';

let folder: string;
let bank: Server;
let requests: Record<string, string>[];
let bankPort: number;
let status: number;
const bankPem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

/** Answers the one control call that registering makes; what the simulator does with it is tested with the bank. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'manbiao-secrets-'));
  requests = [];
  status = 200;
  bank = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    requests.push(JSON.parse(Buffer.concat(chunks).toString()));
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ bankPublicKeyPem: bankPem }));
  });
  await new Promise<void>((done) => bank.listen(0, '127.0.0.1', done));
  const address = bank.address();
  bankPort = typeof address === 'object' && address ? address.port : 0;
});
afterEach(async () => {
  await new Promise((done) => bank.close(done));
  rmSync(folder, { recursive: true });
});

const demo = (more: Variables = {}) => readEnvironment({ DATA_DIR: folder, BANK_PORT: String(bankPort), ...more });

describe('in demo mode', () => {
  test('missing keys are made once, readable by the owner alone', async () => {
    const first = await loadSecrets(demo());
    const second = await loadSecrets(demo());
    expect(second).toEqual(first);
    expect(first.dataKey.key).toHaveLength(32);
    expect(first.digestKey).toHaveLength(32);
    expect(first.dataKey.key).not.toEqual(first.digestKey);
    expect(first.bankPublicKeyPem).toBe(bankPem);
    for (const name of readdirSync(join(folder, 'secrets')))
      expect(statSync(join(folder, 'secrets', name)).mode & 0o777).toBe(0o600);
  });

  test('two processes that start at once agree', async () => {
    const [one, other] = await Promise.all([loadSecrets(demo()), loadSecrets(demo())]);
    expect(one).toEqual(other);
  });

  test('our key is registered once for one address, again for another or when asked', async () => {
    const { platformPrivateKeyPem } = await loadSecrets(demo());
    await loadSecrets(demo());
    expect(requests).toEqual([
      {
        platformNo: '5000001104',
        keySerial: '1',
        publicKeyPem: createPublicKey(platformPrivateKeyPem).export({ type: 'spki', format: 'pem' }),
        notifyUrl: 'http://127.0.0.1:3000/api/custody/notify',
        custodyMode: 'direct',
      },
    ]);
    await loadSecrets(demo({ PORT: '3001' }));
    expect(requests).toHaveLength(2);
    await registerPlatform(demo({ PORT: '3001' }), platformPrivateKeyPem, { refresh: true });
    expect(requests).toHaveLength(3);
  });

  test('a mode of custody that the books are not kept in is told in words', async () => {
    status = 409;
    await expect(loadSecrets(demo({ CUSTODY_MODE: 'linked' }))).rejects.toThrow(/CUSTODY_MODE is linked.*DATA_DIR/);
  });

  test('a simulator that is down is told in words', async () => {
    const nobody = readEnvironment({ DATA_DIR: folder, BANK_PORT: '1' });
    await expect(loadSecrets(nobody)).rejects.toThrow(/http:\/\/127\.0\.0\.1:1: no usable answer.*npm run bank/);
  });

  test('a real bank’s keys are never invented', async () => {
    const real = demo({ CUSTODY_URL: 'https://bank.example/lanmaotech' });
    await expect(loadSecrets(real)).rejects.toThrow(
      /CUSTODY_PRIVATE_KEY_FILE is not set[\s\S]*CUSTODY_BANK_KEY_FILE is not set/,
    );
    expect(requests).toEqual([]);
  });
});

describe('in production', () => {
  const production = (more: Variables = {}) => demo({ DEMO_MODE: '0', ...more });

  test('everything that is missing is listed and nothing is made', async () => {
    await expect(loadSecrets(production())).rejects.toThrow(
      /CUSTODY_PRIVATE_KEY_FILE[\s\S]*CUSTODY_BANK_KEY_FILE[\s\S]*AUTH_SECRET[\s\S]*DATA_KEY_FILE/,
    );
    expect(readdirSync(folder)).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('files that hold the wrong thing are named', async () => {
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'nothing');
    const attempt = loadSecrets(
      production({
        CUSTODY_PRIVATE_KEY_FILE: wrong,
        CUSTODY_BANK_KEY_FILE: join(folder, 'absent'),
        DATA_KEY_FILE: wrong,
        AUTH_SECRET: 'x'.repeat(32),
      }),
    );
    await expect(attempt).rejects.toThrow(
      /PRIVATE_KEY_FILE: not an RSA[\s\S]*BANK_KEY_FILE: cannot read .*ENOENT[\s\S]*DATA_KEY_FILE: must be JSON/,
    );
  });

  test('given files are used as they are', async () => {
    await loadSecrets(demo());
    const bankFile = join(folder, 'bank.pem');
    writeFileSync(bankFile, bankPem);
    const secrets = await loadSecrets(
      production({
        CUSTODY_PRIVATE_KEY_FILE: join(folder, 'secrets', 'platform-private.pem'),
        CUSTODY_BANK_KEY_FILE: bankFile,
        DATA_KEY_FILE: join(folder, 'secrets', 'data-key.json'),
        AUTH_SECRET: 'x'.repeat(32),
      }),
    );
    expect(secrets.bankPublicKeyPem).toBe(bankPem);
    expect(secrets.platformPrivateKeyPem).toBe(readFileSync(join(folder, 'secrets', 'platform-private.pem'), 'utf8'));
    expect(requests).toHaveLength(1);
  });
});
