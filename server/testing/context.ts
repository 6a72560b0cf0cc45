import { openPool, type Pool } from '#db/pool.ts';
import type { InstructionKind } from '#db/schema/custody.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts';
import { transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { randomIds } from '#server/primitives/ids.ts';
import { adopt } from '../adopt.ts';
import { realNow } from '../clock.ts';
import { CONCLUSIONS } from '../conclusions.ts';
import { type Actor, mintSystem, type SystemActor } from '../domain/actors.ts';
import { hearOfWithdrawal } from '../domain/cash/conclude-withdrawal.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Conclude } from '../domain/custody/conclude.ts';
import type { CustodyGateway } from '../domain/custody/gateway.ts';
import { ensureChart } from '../domain/ledger/chart.ts';
import { simulatedSources } from '../domain/score/simulated-sources.ts';
import { takeBack } from '../take-back.ts';
import { openVault } from '../vault.ts';

/** A portal's database without a bank: for rules that end at the database. */
export type LoneDatabase = Readonly<{
  pool: Pool;
  ownerUrl: string;
  contextFor: <Who extends Actor>(actor: Who, changes?: Changes) => DomainContext<Who>;
  system: DomainContext<SystemActor>;
  close: () => Promise<void>;
}>;
type Changes = Readonly<{ now?: () => Date; conclude?: Partial<Record<InstructionKind, Conclude>> }>;

const noBank = (): never => {
  throw new Error('this test has no bank');
};
const NO_BANK: CustodyGateway = {
  platformNo: '5000001104',
  mode: 'direct',
  send: noBank,
  form: noBank,
  verify: noBank,
  downloadCheckFiles: noBank,
};

/** Clones the portal's database, with the chart of accounts, or takes one that was cloned, and makes contexts on it. */
export async function openLoneDatabase(poolSize = 10, cloned?: TestDatabase): Promise<LoneDatabase> {
  const database = cloned ?? (await createTestDatabase('portal'));
  const pool = openPool(database.url, { max: poolSize });
  const key = (byte: number) => new Uint8Array(32).fill(byte);
  const vault = openVault({ dataKey: { id: 'test', key: key(1) }, digestKey: key(2) });
  const newId = randomIds(() => realNow().getTime());
  const contextFor: LoneDatabase['contextFor'] = (actor, { now = realNow, conclude } = {}) => ({
    db: pool.db,
    actor,
    custody: NO_BANK,
    vault,
    mail: undefined,
    newId,
    now,
    realNow,
    failpoint: () => {},
    simulator: undefined,
    renewed: async () => contextFor(actor, { now, conclude }),
    conclude: { ...CONCLUSIONS, ...conclude },
    adopt,
    takeBack,
    hearMore: hearOfWithdrawal,
    sources: simulatedSources,
    businessDate: businessDateOf(now()),
  });
  await transaction(pool, (tx) => ensureChart(tx, { now: realNow }));
  return {
    pool,
    ownerUrl: database.ownerUrl,
    contextFor,
    system: contextFor(mintSystem()),
    close: async () => {
      await pool.close();
      await database.drop();
    },
  };
}
