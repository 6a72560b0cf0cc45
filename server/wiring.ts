import { openPool, type Pool } from '#db/pool.ts';
import type { InstructionKind } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { type IdSource, randomIds } from '#server/primitives/ids.ts';
import { adopt } from './adopt.ts';
import { realNow } from './clock.ts';
import { CONCLUSIONS } from './conclusions.ts';
import type { Actor } from './domain/actors.ts';
import { hearOfWithdrawal } from './domain/cash/conclude-withdrawal.ts';
import type { DomainContext } from './domain/context.ts';
import { readClock } from './domain/custody/business-clock.ts';
import type { Conclude } from './domain/custody/conclude.ts';
import type { CustodyGateway } from './domain/custody/gateway.ts';
import { lanmaoGateway } from './domain/custody/lanmao/gateway.ts';
import { simulatorControl } from './domain/custody/simulator.ts';
import { ensureChart } from './domain/ledger/chart.ts';
import { simulatedSources } from './domain/score/simulated-sources.ts';
import type { Vault } from './domain/vault.ts';
import type { Environment } from './environment.ts';
import { failpointFrom } from './failpoint.ts';
import { openMailServer } from './mail.ts';
import type { Secrets } from './secrets.ts';
import { takeBack } from './take-back.ts';
import { openVault } from './vault.ts';

export type Wiring = Readonly<{
  pool: Pool;
  vault: Vault;
  /** The bank on the business clock as last read: verifies returns, downloads. Verbs use their context's. */
  gateway: CustodyGateway;
  conclude: Readonly<Record<InstructionKind, Conclude>>;
  /** One for each request or job: reads the business clock once. */
  contextFor: <Who extends Actor>(actor: Who) => Promise<DomainContext<Who>>;
  close: () => Promise<void>;
}>;

export type WiringEnvironment = Pick<
  Environment,
  'databaseUrl' | 'custodyUrl' | 'custodyGatewayUrl' | 'custodyPlatformNo' | 'demoMode'
> &
  Partial<Pick<Environment, 'simulatorUrl' | 'custodyMode' | 'smtpUrl' | 'mailFrom' | 'publicUrl'>>;
export type WiringOptions = Readonly<{
  /** Ids from a seed, where a world must come out the same each time. */
  newId?: IdSource;
  poolSize?: number;
  applicationName?: string;
}>;

const bankOf = (environment: WiringEnvironment, secrets: Secrets) =>
  lanmaoGateway({
    url: environment.custodyUrl,
    gatewayUrl: environment.custodyGatewayUrl,
    platformNo: environment.custodyPlatformNo,
    keySerial: secrets.keySerial,
    mode: environment.custodyMode ?? 'direct',
    privateKeyPem: secrets.platformPrivateKeyPem,
    bankPublicKeyPem: secrets.bankPublicKeyPem,
  });

const mailServerOf = ({ smtpUrl, mailFrom, publicUrl }: WiringEnvironment) =>
  smtpUrl && mailFrom && publicUrl ? openMailServer(smtpUrl, mailFrom, publicUrl) : undefined;

/**
 * Puts a process together: pool, keys, bank and conclusions. The database must be migrated; the chart of accounts is
 * made here when it is missing.
 * @throws Error without a database URL (an embedded server's is resolved before), or when the database is unreachable
 */
export async function openWiring(
  environment: WiringEnvironment,
  secrets: Secrets,
  options: WiringOptions = {},
): Promise<Wiring> {
  if (!environment.databaseUrl) throw new Error('the wiring needs the URL of a database');
  const pool = openPool(environment.databaseUrl, { max: options.poolSize, applicationName: options.applicationName });
  const vault = openVault(secrets);
  const bankAt = bankOf(environment, secrets);
  const newId = options.newId ?? randomIds(() => realNow().getTime());
  const failpoint = failpointFrom(environment.demoMode ? process.env.FAILPOINT : undefined);
  const simulator =
    environment.demoMode && environment.simulatorUrl ? simulatorControl(environment.simulatorUrl) : undefined;
  const mail = mailServerOf(environment);
  let lastOffsetMs = 0;

  const contextFor = async <Who extends Actor>(actor: Who): Promise<DomainContext<Who>> => {
    const { offsetMs } = await readClock(pool.db);
    lastOffsetMs = offsetMs;
    const now = () => new Date(realNow().getTime() + offsetMs);
    return {
      // A getter, since the pool replaces its clients after the server has gone away.
      get db() {
        return pool.db;
      },
      actor,
      vault,
      mail,
      newId,
      now,
      realNow,
      simulator,
      failpoint,
      renewed: () => contextFor(actor),
      custody: bankAt(now),
      conclude: CONCLUSIONS,
      adopt,
      takeBack,
      hearMore: hearOfWithdrawal,
      sources: simulatedSources,
      businessDate: businessDateOf(now()),
    };
  };
  await transaction(pool, (tx) => ensureChart(tx, { now: realNow }));
  return {
    pool,
    vault,
    contextFor,
    conclude: CONCLUSIONS,
    gateway: bankAt(() => new Date(realNow().getTime() + lastOffsetMs)),
    close: () => pool.close(),
  };
}
