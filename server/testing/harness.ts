import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { InstructionKind } from '#db/schema/custody.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { startBank } from '../bank/main.ts';
import {
  type Actor,
  type AdminActor,
  mintAdmin,
  mintSystem,
  type StaffRole,
  type SystemActor,
} from '../domain/actors.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Conclude } from '../domain/custody/conclude.ts';
import type { CustodyMode } from '../domain/custody/gateway.ts';
import type { Secrets } from '../secrets.ts';
import { openWiring, type Wiring } from '../wiring.ts';
import { type NotifyReceiver, startNotifyReceiver } from './notify-receiver.ts';

export const PLATFORM_NO = '5000001104';
const CUSTODY_PATH = '/bha-neo-app/lanmaotech';

/** The bank's control API: `path` under /simulator/, with the platform's number where it is asked for. */
export type BankControl = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>;

/** A portal and a bank on databases of their own, for the tests of one file. */
export type Harness = Readonly<{
  wiring: Wiring;
  /** What the wiring was opened with: a second process is `openWiring(environment, secrets)`. */
  environment: Parameters<typeof openWiring>[0];
  secrets: Secrets;
  /** The portal's database as its owner, who may change what the application may not. */
  ownerUrl: string;
  databases: Readonly<{ portal: TestDatabase; bank: TestDatabase }>;
  bankUrl: string;
  control: BankControl;
  /** Switches a fault of the bank on for its next `next` requests (one when absent). */
  fault: (service: string, fault: string, more?: { next?: number; delayMs?: number }) => Promise<void>;
  notifies: NotifyReceiver;
  contextFor: <Who extends Actor>(actor: Who) => Promise<DomainContext<Who>>;
  system: () => Promise<DomainContext<SystemActor>>;
  /** Somebody on the staff; a new member each time unless given. */
  staff: (roles: readonly StaffRole[], memberId?: Uuid) => Promise<DomainContext<AdminActor>>;
  /** Every lease runs out now, as if its holder had died a while ago. */
  expireLeases: () => Promise<void>;
  /** Everything that waits for a pause is due now. */
  hurry: () => Promise<void>;
  stop: () => Promise<void>;
}>;

const pem = (key: KeyObject, type: 'pkcs8' | 'spki') => key.export({ type, format: 'pem' }).toString();

function controlOf(bankUrl: string): BankControl {
  return async (method, path, body) => {
    const answer = await fetch(`${bankUrl}/simulator/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said.slice(0, 400)}`);
    return said === '' ? undefined : JSON.parse(said);
  };
}

async function registerPlatform(control: BankControl, notifyUrl: string, custodyMode: CustodyMode): Promise<Secrets> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const registered = await control('POST', 'platforms', {
    platformNo: PLATFORM_NO,
    keySerial: '1',
    publicKeyPem: pem(keys.publicKey, 'spki'),
    notifyUrl,
    custodyMode,
  });
  const { bankPublicKeyPem } = registered as { bankPublicKeyPem: string };
  return {
    platformPrivateKeyPem: pem(keys.privateKey, 'pkcs8'),
    bankPublicKeyPem,
    keySerial: '1',
    dataKey: { id: 'test', key: new Uint8Array(randomBytes(32)) },
    digestKey: new Uint8Array(randomBytes(32)),
    authSecret: randomBytes(32).toString('base64'),
  };
}

export type HarnessOptions = Readonly<{
  poolSize?: number;
  /** How the bank keeps members' money; direct when absent. */
  custodyMode?: CustodyMode;
  /** Conclusions of the test's own in place of the product's, wherever the bank's word arrives. */
  conclude?: Partial<Record<InstructionKind, Conclude>>;
}>;

function concludingWith(wiring: Wiring, own: HarnessOptions['conclude']): Wiring {
  if (!own) return wiring;
  const conclude = { ...wiring.conclude, ...own };
  return { ...wiring, conclude, contextFor: async (actor) => ({ ...(await wiring.contextFor(actor)), conclude }) };
}

/** Starts a bank and a portal without web pages, registered with each other under fresh keys. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const [portalDatabase, bankDatabase] = await Promise.all([createTestDatabase('portal'), createTestDatabase('bank')]);
  const bank = await startBank({ databaseUrl: bankDatabase.url, host: '127.0.0.1', port: 0 });
  const control = controlOf(bank.url);
  let wiring: Wiring | undefined;
  const notifies = await startNotifyReceiver(() => {
    if (!wiring) throw new Error('not started');
    return wiring;
  });
  const { custodyMode = 'direct' } = options;
  const secrets = await registerPlatform(control, notifies.url, custodyMode);
  const custodyUrl = bank.url + CUSTODY_PATH;
  const environment = {
    databaseUrl: portalDatabase.url,
    custodyUrl,
    custodyGatewayUrl: custodyUrl,
    custodyPlatformNo: PLATFORM_NO,
    custodyMode,
    demoMode: true,
    simulatorUrl: bank.url,
  };
  wiring = concludingWith(
    await openWiring(environment, secrets, { poolSize: options.poolSize ?? 10 }),
    options.conclude,
  );
  const { pool, contextFor } = wiring;
  return {
    wiring,
    environment,
    secrets,
    bankUrl: bank.url,
    control,
    notifies,
    contextFor,
    ownerUrl: portalDatabase.ownerUrl,
    databases: { portal: portalDatabase, bank: bankDatabase },
    fault: async (service, fault, more = {}) => {
      await control('POST', 'faults', { service, fault, next: 1, ...more });
    },
    system: () => contextFor(mintSystem()),
    staff: async (roles, memberId) => {
      const system = await contextFor(mintSystem());
      return contextFor(mintAdmin({ memberId: memberId ?? system.newId(), roles }));
    },
    expireLeases: async () => {
      await pool.sql`update instruction set lease_until = now() - interval '1 second' where lease_until is not null`;
    },
    hurry: async () => {
      await pool.sql`update instruction set next_attempt_at = now() - interval '1 second', lease_until = null
        where state in ('created', 'sent', 'unknown', 'accepted')`;
    },
    stop: async () => {
      await bank.close();
      await notifies.close();
      await pool.close();
      await Promise.all([portalDatabase.drop(), bankDatabase.drop()]);
    },
  };
}
