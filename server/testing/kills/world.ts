import { createPublicKey } from 'node:crypto';
import { addDays } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { Actor } from '../../domain/actors.ts';
import type { DomainContext } from '../../domain/context.ts';
import type { Failpoint } from '../../domain/failpoints.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '../customers.ts';
import { type Harness, PLATFORM_NO, startHarness } from '../harness.ts';
import { moveClocks } from '../time.ts';
import type { Ids } from './orders.ts';
import { type Opening, type Process, startProcess } from './process.ts';

/** A bank that lives on, a portal's database, and people whose loans outlive the processes that serve them. */
export type World = Harness &
  Readonly<{
    borrower: Borrower;
    anna: Investor;
    bert: Investor;
    /** What has been paid in, all of it. */
    funds: Money;
    /** A process of the platform in this world: the one that stands, or a new one in place of the dead. */
    standing: () => Promise<Process>;
    /** Tells the bank where its notifies go from now on. */
    notifyAt: (url: string) => Promise<void>;
    /** What a dead process held of a loan or account, of the day end or of time, is thought free: its leases have run out. */
    leasesRunOut: (objectId: Uuid) => Promise<void>;
    /** What nobody holds of a loan or account need not rest any longer. */
    pausesEnd: (objectId: Uuid) => Promise<void>;
  }>;

export const idsOf = ({ memberId, personId, accountId }: Investor | Borrower): Ids => ({
  memberId,
  personId,
  accountId,
});

/** Starts a world at ten in the morning of tomorrow, so that no midnight comes in between. */
export async function startWorld(program: string): Promise<World> {
  const harness = await startHarness({ poolSize: 6 });
  await moveClocks(harness, addDays((await harness.system()).businessDate, 1), '10:00');
  const borrowersFunds = yuan(20_000);
  const investorsFunds = yuan(60_000);
  const [borrower, anna, bert] = await Promise.all([
    openBorrower(harness, { funds: borrowersFunds }),
    openInvestor(harness, { funds: investorsFunds }),
    openInvestor(harness, { funds: investorsFunds }),
  ]);
  const { sql } = harness.wiring.pool;
  const opening: Opening = [harness.environment, harness.secrets, { poolSize: 2 }];
  let last: Process | undefined;
  return {
    ...harness,
    borrower,
    anna,
    bert,
    funds: fen(borrowersFunds + investorsFunds * 2n),
    standing: async () => {
      if (!last || last.hasEnded()) last = await startProcess(program, opening);
      return last;
    },
    stop: async () => {
      last?.kill();
      await last?.ending;
      await harness.stop();
    },
    notifyAt: async (notifyUrl) => {
      const publicKeyPem = createPublicKey(harness.secrets.platformPrivateKeyPem).export({
        type: 'spki',
        format: 'pem',
      });
      await harness.control('POST', 'platforms', { platformNo: PLATFORM_NO, keySerial: '1', publicKeyPem, notifyUrl });
    },
    leasesRunOut: async (id) => {
      await sql`update instruction set lease_until = null where loan_id = ${id} or account_id = ${id}`;
      await sql`update day_run set lease_until = null where lease_until is not null`;
      await sql`update business_clock set changed_at = changed_at - interval '1 minute' where travelling`;
    },
    pausesEnd: async (id) => {
      await sql`update instruction set next_attempt_at = now() - interval '1 second'
        where (loan_id = ${id} or account_id = ${id}) and state in ('created', 'sent', 'unknown', 'accepted') and next_attempt_at > now()
          and (lease_until is null or lease_until <= now())`;
    },
  };
}

/**
 * Does something in the test's own process and leaves it at a failpoint, as a portal that was killed there: what the
 * verb has committed by then stands, and nothing comes after it.
 * @throws Error when the verb never came there
 */
export async function leaveAt<Who extends Actor>(
  ctx: DomainContext<Who>,
  failpoint: Failpoint,
  verb: (ctx: DomainContext<Who>) => Promise<unknown>,
): Promise<void> {
  let came = false;
  const doomed = {
    ...ctx,
    failpoint: (name: Failpoint) => {
      came ||= name === failpoint;
      if (came) throw new Error(`left at ${failpoint}`);
    },
  };
  await verb(doomed).catch((error: unknown) => {
    if (!came) throw error;
  });
  if (!came) throw new Error(`the verb never came to ${failpoint}`);
}
