import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BootError, type Environment } from './environment.ts';

export type Secrets = Readonly<{
  /** PKCS#8 or PKCS#1; signs what we say to the bank. */
  platformPrivateKeyPem: string;
  /** Verifies what the bank says. */
  bankPublicKeyPem: string;
  /** The version under which the bank knows our key. */
  keySerial: string;
  /** AES-256 key of sealed columns; the id stands in each seal. */
  dataKey: { id: string; key: Uint8Array };
  /** HMAC key of lookups by personal data. */
  digestKey: Uint8Array;
  /** Signs session tokens. */
  authSecret: string;
}>;

const key32 = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32);
/** DATA_KEY_FILE: JSON, both keys 32 bytes in base64. */
const dataKeys = z.object({ id: z.string().regex(/^[\w.-]{1,40}$/), dataKey: key32, digestKey: key32 });
const registrations = z.object({ request: z.record(z.string(), z.string()), bankPublicKeyPem: z.string() });

/** Reads the file, or makes it with `content`; of two processes that make it at once, both get the first one's. */
function readOrMake(file: string, content: () => string): string {
  if (!existsSync(file)) {
    const half = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(half, content(), { mode: 0o600 });
    try {
      linkSync(half, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(half, { force: true });
    }
  }
  return readFileSync(file, 'utf8');
}

const newPrivateKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const newDataKeys = (): string =>
  JSON.stringify({
    id: 'demo-1',
    dataKey: randomBytes(32).toString('base64'),
    digestKey: randomBytes(32).toString('base64'),
  });

/** Collects problems, so that a person mends all of them at once. */
class Reading {
  readonly problems: string[] = [];

  /** The content of a file that `variable` names, else the one generated at `fallback`, else a problem. */
  text(variable: string, file: string | undefined, fallback: (() => string) | undefined): string | undefined {
    if (file) {
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        this.problems.push(`${variable}: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
        return undefined;
      }
    }
    if (!fallback) this.problems.push(`${variable} is not set`);
    return fallback?.();
  }

  /** `make`'s result, or the problem `sentence` when it throws. */
  check<Result>(sentence: string, make: () => Result): Result | undefined {
    try {
      return make();
    } catch {
      this.problems.push(sentence);
      return undefined;
    }
  }
}

function checkRsa(key: ReturnType<typeof createPrivateKey>): string {
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) throw new RangeError();
  return 'rsa';
}

const otherMode = ({ custodyMode, dataDir }: Environment): BootError =>
  new BootError('The platform cannot be registered at the bank simulator:', [
    `CUSTODY_MODE is ${custodyMode}, but the books in ${dataDir} are kept in another mode: give each mode a DATA_DIR`,
  ]);

/**
 * Tells the simulator our key and where to send notifies, and keeps its answer. Harmless when repeated; with
 * `refresh` it asks even when the kept answer is for the same key and address.
 * @throws BootError when the simulator does not answer, or keeps our members' money in another mode already.
 */
export async function registerPlatform(
  environment: Environment,
  platformPrivateKeyPem: string,
  { refresh = false } = {},
): Promise<string> {
  const file = join(environment.dataDir, 'secrets', 'bank.json');
  const request = {
    platformNo: environment.custodyPlatformNo,
    keySerial: environment.custodyKeySerial,
    publicKeyPem: createPublicKey(platformPrivateKeyPem).export({ type: 'spki', format: 'pem' }).toString(),
    notifyUrl: `${environment.publicUrl}/api/custody/notify`,
    custodyMode: environment.custodyMode,
  };
  if (!refresh && existsSync(file)) {
    const kept = registrations.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (kept.success && JSON.stringify(kept.data.request) === JSON.stringify(request))
      return kept.data.bankPublicKeyPem;
  }
  let bankPublicKeyPem: string;
  try {
    const answer = await fetch(`${environment.simulatorUrl}/simulator/platforms`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status === 409) throw otherMode(environment);
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    bankPublicKeyPem = z.object({ bankPublicKeyPem: z.string() }).parse(await answer.json()).bankPublicKeyPem;
  } catch (error) {
    if (error instanceof BootError) throw error;
    const why = error instanceof Error && error.message.startsWith('it answered') ? error.message : 'no usable answer';
    throw new BootError('The platform cannot be registered at the bank simulator:', [
      `${environment.simulatorUrl}: ${why}. Start it with \`npm run bank\`, or everything with \`npm start\``,
    ]);
  }
  const half = `${file}.${process.pid}`;
  writeFileSync(half, JSON.stringify({ request, bankPublicKeyPem }), { mode: 0o600 });
  renameSync(half, file);
  return bankPublicKeyPem;
}

function prepareFolder(dataDir: string): string {
  const folder = join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

type Made = (name: string, content: () => string) => (() => string) | undefined;

/** Reads our private key and, unless the simulator will tell it, the bank's public one. */
function readCustodyKeys(
  environment: Environment,
  reading: Reading,
  made: Made,
): { privatePem: string | undefined; bankPem: string | undefined } {
  const simulated = environment.demoMode && environment.simulatorUrl !== undefined;
  const privatePem = reading.text(
    'CUSTODY_PRIVATE_KEY_FILE',
    environment.custodyPrivateKeyFile,
    simulated ? made('platform-private.pem', newPrivateKey) : undefined,
  );
  if (privatePem !== undefined)
    reading.check('CUSTODY_PRIVATE_KEY_FILE: not an RSA private key of 2048 bits or more in PEM', () =>
      checkRsa(createPrivateKey(privatePem)),
    );
  if (simulated && !environment.custodyBankKeyFile) return { privatePem, bankPem: undefined };
  const bankPem = reading.text('CUSTODY_BANK_KEY_FILE', environment.custodyBankKeyFile, undefined);
  if (bankPem !== undefined)
    reading.check('CUSTODY_BANK_KEY_FILE: not an RSA public key of 2048 bits or more in PEM', () =>
      checkRsa(createPublicKey(bankPem)),
    );
  return { privatePem, bankPem };
}

/**
 * The keys of this installation. In demo mode what no variable names is made once under DATA_DIR/secrets, and our
 * key is registered at the simulator; everywhere else a missing key ends the start.
 * @throws BootError one list of everything that is missing or unreadable.
 */
export async function loadSecrets(environment: Environment): Promise<Secrets> {
  const reading = new Reading();
  const folder = environment.demoMode ? prepareFolder(environment.dataDir) : undefined;
  const made: Made = (name, content) =>
    folder === undefined ? undefined : () => readOrMake(join(folder, name), content);

  const { privatePem, bankPem } = readCustodyKeys(environment, reading, made);
  const newAuthSecret = made('auth-secret', () => randomBytes(32).toString('base64url'));
  const authSecret = environment.authSecret ?? reading.text('AUTH_SECRET', undefined, newAuthSecret);
  const keysText = reading.text('DATA_KEY_FILE', environment.dataKeyFile, made('data-key.json', newDataKeys));
  const keys =
    keysText === undefined
      ? undefined
      : reading.check('DATA_KEY_FILE: must be JSON {"id", "dataKey", "digestKey"}, the keys 32 bytes in base64', () =>
          dataKeys.parse(JSON.parse(keysText)),
        );
  if (reading.problems.length > 0 || privatePem === undefined || keys === undefined || authSecret === undefined)
    throw new BootError('Keys are missing or not usable (DEMO_MODE=1 makes them for trying out):', reading.problems);

  return {
    platformPrivateKeyPem: privatePem,
    bankPublicKeyPem: bankPem ?? (await registerPlatform(environment, privatePem)),
    keySerial: environment.custodyKeySerial,
    dataKey: { id: keys.id, key: new Uint8Array(Buffer.from(keys.dataKey, 'base64')) },
    digestKey: new Uint8Array(Buffer.from(keys.digestKey, 'base64')),
    authSecret,
  };
}
